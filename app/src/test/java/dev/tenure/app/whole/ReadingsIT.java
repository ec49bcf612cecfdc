package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who looks at what is held about people is told in the trail of the item, once for a sitting. */
@ExtendWith(World.Shared.class)
class ReadingsIT {

    private final World world;
    private final Http owner;
    private final String item;
    private final String path;

    ReadingsIT(World world) {
        this.world = world;
        this.owner = world.owner();
        Recordings recordings = world.recordings();
        this.item = recordings.handOver(world.clips().playable(), recordings.described());
        recordings.await(item, "READY");
        this.path = "/api/v1/items/" + item;
    }

    /** Actor and action of what was read or given out. */
    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (JsonNode entry : owner.get(path + "/trail").expect(200).json().get("entries")) {
            String action = entry.get("action").asString();
            if (action.matches("item\\.(played|downloaded|link-made|manifest-read|evidence-read)")) {
                told.add(entry.get("actor").asString() + " " + action);
            }
        }
        return told;
    }

    private String link() {
        return owner.post(path + "/playback-links", "")
                .expect(201)
                .json()
                .get("path")
                .asString();
    }

    @Test
    void aProgramThatReadsIsNamedOnce() {
        Http archive = world.bearer("main", "archive", Scope.all());
        archive.get(path).expect(200);
        archive.get(path + "/media/poster.jpg").expect(200);
        archive.get(path + "/media/index.m3u8").expect(200);
        archive.send("HEAD", path + "/content", BodyPublishers.noBody()).expect(200);
        assertThat(told()).isEmpty();

        archive.get(path + "/media/video.mp4", "Range", "bytes=100-").expect(206);
        archive.get(path + "/media/video.mp4").expect(200);
        archive.get(path + "/content").expect(200);
        archive.get(path + "/media/source").expect(200);
        Until.holds(
                "the manifest is written",
                Duration.ofSeconds(60),
                () -> archive.get(path + "/manifest").status() == 200);
        assertThat(told())
                .containsExactly(
                        "token:archive item.played",
                        "token:archive item.downloaded",
                        "token:archive item.manifest-read");
        world.bearer("main", "another", Scope.all()).get(path + "/content").expect(200);
        assertThat(told()).hasSize(4).last().isEqualTo("token:another item.downloaded");
        later();
        archive.get(path + "/content").expect(200);
        assertThat(told()).hasSize(5).last().isEqualTo("token:archive item.downloaded");
    }

    private void later() {
        world.bean(JdbcClient.class)
                .sql(
                        "UPDATE item_reading SET noted_at = noted_at - interval '61 minutes' WHERE item_id = CAST(:item AS uuid)")
                .param("item", item)
                .update();
    }

    @Test
    void whoeverPlaysByALinkIsTracedToWhoGaveItOut() {
        Http giver = world.bearer("main", "giver", Scope.all());
        String first = giver.post(path + "/playback-links", "")
                .expect(201)
                .json()
                .get("path")
                .asString();
        world.nobody().get(first).expect(200);
        world.nobody().get(first + "poster.jpg").expect(200);
        assertThat(told()).containsExactly("token:giver item.link-made");
        world.nobody().get(first + "video.mp4").expect(200);
        world.nobody().get(first + "video.mp4", "Range", "bytes=0-9").expect(206);

        String number = numbers().getFirst();
        assertThat(first).doesNotContain(number);
        assertThat(told()).containsExactly("token:giver item.link-made", "link:" + number + " item.played");
        world.nobody().get(link() + "audio.m4a").expect(200);
        assertThat(told()).hasSize(4);
        assertThat(numbers()).doesNotHaveDuplicates().hasSize(2);
    }

    /** What the entries of links' making call them. */
    private List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        for (JsonNode entry : owner.get(path + "/trail").expect(200).json().get("entries")) {
            if (entry.get("action").asString().equals("item.link-made")) {
                numbers.add(entry.at("/detail/link").asString());
            }
        }
        return numbers;
    }

    @Test
    void aLinkOpensNothingOnceItHasExpired() {
        String link = link();
        world.nobody().get(link + "video.mp4").expect(200);
        world.bean(JdbcClient.class)
                .sql("UPDATE playback_ticket SET expires_at = clock_timestamp() WHERE item_id = CAST(:item AS uuid)")
                .param("item", item)
                .update();
        for (String part : List.of("", "video.mp4", "poster.jpg", "master.m3u8", "captions/0")) {
            world.nobody().get(link + part).problem(404, "not-found");
        }
        world.nobody().get(link() + "video.mp4").expect(200);
    }

    @Test
    void aLinkOpensNothingOfWhatIsInTheTrash() {
        String link = link();
        owner.post(path + "/trash", "").expect(204);
        for (String part : List.of("", "video.mp4", "poster.jpg", "master.m3u8")) {
            world.nobody().get(link + part).problem(404, "not-found");
        }
        owner.post(path + "/playback-links", "").problem(409, "state-conflict");
        owner.post(path + "/restore", "").expect(204);
        world.nobody().get(link + "video.mp4").expect(200);
    }
}
