package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recording out of the running server in a real browser: by hls.js, and as the plain film. */
@ExtendWith(World.Shared.class)
class BrowserPlaybackIT {

    /** Plays, jumps back, plays to the end, and tells what it saw on the way. */
    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><video muted playsinline></video>
            <script src="/hls.js"></script>
            <script>
            const video = document.querySelector('video'), saw = { errors: [] };
            const tell = () => fetch('/told', { method: 'POST', body: JSON.stringify(saw) });
            const when = event => new Promise(done => video.addEventListener(event, done, { once: true }));
            video.addEventListener('error', () => { saw.errors.push('media ' + video.error.message); tell(); });
            async function walk() {
              saw.duration = video.duration;
              saw.width = video.videoWidth;
              const begun = when('timeupdate');
              await video.play();
              await begun;
              saw.played = true;
              const target = video.duration / 2, sought = when('seeked');
              video.currentTime = target;
              await sought;
              saw.off = Math.abs(video.currentTime - target);
              const ended = when('ended');
              video.playbackRate = 2;
              await video.play();
              await ended;
              saw.end = video.currentTime;
              tell();
            }
            video.addEventListener('loadeddata', () => walk().catch(e => { saw.errors.push(String(e)); tell(); }),
                { once: true });
            {source}
            </script>
            """;

    private static final String BY_HLS = """
            if (!Hls.isSupported()) { saw.errors.push('no media source'); tell(); }
            const hls = new Hls({ debug: false });
            hls.on(Hls.Events.ERROR, (event, data) => {
              saw.errors.push(data.type + ' ' + data.details);
              if (data.fatal) tell();
            });
            hls.loadSource('{path}master.m3u8');
            hls.attachMedia(video);
            """;

    private final World world;

    BrowserPlaybackIT(World world) {
        this.world = world;
    }

    @Test
    void playsSeeksAndEndsByHls() {
        assertPlays(BY_HLS);
    }

    @Test
    void playsSeeksAndEndsAsAFilm() {
        assertPlays("video.src = '{path}video.mp4';");
    }

    private void assertPlays(String source) {
        Path library = NodePrograms.installed().resolve("node_modules/hls.js/dist/hls.min.js");
        String path = world.owner()
                .post("/api/v1/items/" + world.keptRecording() + "/playback-links", Map.of())
                .expect(201)
                .json()
                .get("path")
                .asString();

        JsonNode saw = JsonMapper.shared()
                .readTree(PlayingPage.tell(
                        world.server().address(),
                        world.directory("browser"),
                        PAGE.replace("{source}", source.replace("{path}", path)),
                        library));

        assertThat(saw.get("errors")).as(saw.toString()).isEmpty();
        assertThat(saw.get("played").asBoolean()).isTrue();
        assertThat(saw.get("width").asInt()).isEqualTo(320);
        assertThat(saw.get("duration").asDouble()).isCloseTo(2, within(0.15));
        assertThat(saw.get("off").asDouble()).isLessThan(0.1);
        assertThat(saw.get("end").asDouble()).isCloseTo(saw.get("duration").asDouble(), within(0.1));
    }
}
