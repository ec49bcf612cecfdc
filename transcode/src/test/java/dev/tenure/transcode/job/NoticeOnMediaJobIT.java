package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.NoticesOnMedia.Carried;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.OnMedia;
import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.transcode.RealMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From what an account sets to what is published. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NoticeOnMediaJobIT {

    private static final Actor TEST = Actor.system("test");

    @TempDir
    private Path directory;

    private Parts parts;
    private Worker worker;
    private Account account;
    private NoticesOnMedia onMedia;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        parts = new Parts(directory.resolve("data"));
        worker = Worker.start(parts, directory.resolve("scratch"));
        account = worker.get(Accounts.class).register("acme", "Acme");
        onMedia = worker.get(NoticesOnMedia.class);
        source = RealMedia.make(
                directory.resolve("s.mp4"),
                ("-f lavfi -i color=gray:s=640x360:r=25:d=6 -f lavfi -i sine=440:d=6 -c:v libx264 -preset ultrafast -g 25"
                                + " -pix_fmt yuv420p -c:a aac")
                        .split(" "));
    }

    @AfterEach
    void stop() {
        worker.close();
        parts.close();
    }

    @Test
    void publishesWithTheNoticeWhatTheAccountWantsToHaveIt() throws Exception {
        registered(Files.readAllBytes(
                RealMedia.make(directory.resolve("notice.wav"), "-f", "lavfi", "-i", "sine=1000:d=2,volume=-20dB")));
        ItemId before = parts.stored(worker, source);
        worker.transcodes().transcode(before, false);
        want(Visible.LINE, true);
        ItemId id = parts.stored(worker, source);

        worker.transcodes().transcode(id, false);

        assertThat(item(before).state()).isEqualTo(ItemState.READY);
        assertThat(onMedia.carried(before)).isEmpty();
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        Carried carried = onMedia.carried(id).orElseThrow();
        assertThat(carried.notice()).isEqualTo(item(id).notice());
        assertThat(carried.what()).isEqualTo(new OnMedia(Visible.LINE, true));
        assertThat(carried.words().replace('\n', ' '))
                .startsWith("Recording · Recorded with notice spoken version 3 (en), kept until 2027-05-04 (as of ");
        Path with = rendition(id, "with");
        Path without = rendition(before, "without");
        assertThat(brightest(without)).isLessThan(140);
        assertThat(brightest(with)).isGreaterThan(190);
        assertThat(tone(with)).isGreaterThan(tone(without) + 10);
        // The original is what was received.
        assertThat(Files.readAllBytes(downloaded(id, ObjectRole.SOURCE, "original")))
                .isEqualTo(Files.readAllBytes(source));
        assertThat(directory.resolve("scratch").resolve(id.toString())).doesNotExist();
    }

    @Test
    void publishesNothingWithoutASoundThatMustBeHeard() throws Exception {
        registered("RIFF....WAVEfmt and nothing else".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        want(Visible.NONE, true);
        ItemId id = parts.stored(worker, source);

        worker.transcodes().transcode(id, false);

        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).contains("sound of notice spoken version 3 (en)", "cannot be played");
        want(Visible.LINE, false);
        worker.get(Items.class).problem(id, null, TEST);
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(onMedia.carried(id))
                .hasValueSatisfying(carried -> assertThat(carried.what()).isEqualTo(new OnMedia(Visible.LINE, false)));
    }

    /** The recording's notice, which {@link Parts} registers by its text. */
    private void registered(byte[] sound) {
        worker.get(Notices.class)
                .register(
                        account.id(),
                        new NewNotice(
                                "spoken",
                                3,
                                "en",
                                "This meeting is recorded.",
                                "Recording",
                                new NewNotice.Sound("audio/wav", sound)),
                        TEST);
    }

    private void want(Visible visible, boolean audible) {
        assertThat(onMedia.want(account.id(), new OnMedia(visible, audible), Expected.ANY, TEST))
                .isTrue();
    }

    private Item item(ItemId id) {
        return worker.get(Items.class).find(id).orElseThrow();
    }

    private Path rendition(ItemId id, String name) throws Exception {
        return downloaded(id, ObjectRole.RENDITION, name);
    }

    private Path downloaded(ItemId id, ObjectRole role, String name) throws Exception {
        StoredObject object = worker.get(StoredObjects.class).visible(id).stream()
                .filter(one -> one.role() == role)
                .findFirst()
                .orElseThrow();
        return Parts.download(worker, object, Files.createDirectories(directory.resolve(name)));
    }

    /** The brightest point at the bottom of the first frame, which is grey in the source. */
    private static double brightest(Path media) throws Exception {
        String said = RealMedia.ffprobe(
                Path.of("movie=" + media + ",crop=iw:40:0:ih-40,signalstats"),
                "-f",
                "lavfi",
                "-show_entries",
                "frame_tags=lavfi.signalstats.YMAX",
                "-of",
                "csv=p=0");
        return Double.parseDouble(said.lines().findFirst().orElseThrow().replace(",", ""));
    }

    private static double tone(Path media) throws Exception {
        String said = RealMedia.ffmpeg(
                "-i",
                media.toString(),
                "-vn",
                "-af",
                "atrim=0.2:1.8,bandpass=f=1000:w=50,volumedetect",
                "-f",
                "null",
                "-");
        String after = said.substring(said.indexOf("mean_volume: ") + "mean_volume: ".length());
        return Double.parseDouble(after.substring(0, after.indexOf(' ')));
    }
}
