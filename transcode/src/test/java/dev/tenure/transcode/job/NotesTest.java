package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.PictureSample;
import dev.tenure.transcode.media.Survey;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.Recipe;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import dev.tenure.transcode.plan.VideoPlan;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

class NotesTest {

    private final JobExecution execution = new JobExecution(
            7,
            new JobInstance(3, "transcode"),
            new JobParametersBuilder()
                    .addString(Executions.ITEM, "01890a5d-ac96-774b-bcce-b302099a8057")
                    .addLong(Executions.ATTEMPT, 2L)
                    .toJobParameters());
    private final Notes notes = new Notes(execution);

    @Test
    void keepFactsAndPlansAsTheyWere() {
        MediaFacts facts = new MediaFacts(
                        Container.MATROSKA,
                        Duration.ofMillis(61_234),
                        1_000_000,
                        800_000,
                        List.of(new VideoTrack(0, "vp9", "Profile 0", "yuv420p", 1281, 720, 29.97, true, 90, 0)),
                        List.of(new AudioTrack(1, "opus", "", 1, 48_000, 0)))
                .surveyed(Survey.NONE.looking(new PictureSample(180, 0.72, 0.9, 0.01)));
        TranscodePlan plan = accepted(facts);
        TranscodePlan soundOnly =
                accepted(new MediaFacts(Container.OGG, Duration.ofSeconds(3), 9_000, 0, List.of(), facts.audios()));

        notes.facts(facts);
        notes.plan(plan);
        assertThat(new Notes(execution).facts()).isEqualTo(facts);
        assertThat(new Notes(execution).plan()).isEqualTo(plan);
        notes.plan(soundOnly);
        assertThat(new Notes(execution).plan()).isEqualTo(soundOnly);
    }

    /** An upgrade finds jobs under way: what the release before wrote down means what it meant then. */
    @Test
    void readWhatAnEarlierReleaseWroteDown() {
        execution.getExecutionContext().putString("facts", """
                {"container":"MATROSKA","duration":"PT1M1.234S","sizeBytes":1000000,"bitRate":800000,"videos":[{"index":0,
                "codec":"vp9","profile":"Profile 0","pixelFormat":"yuv420p","width":1281,"height":720,"frameRate":29.97,
                "steady":true,"rotation":90,"bitRate":0}],"audios":[{"index":1,"codec":"opus","profile":"","channels":1,
                "sampleRate":48000,"bitRate":0,"language":""}],"survey":{"claimed":null,"changing":[],"loudness":-23.5,
                "sampledLoudness":null}}""");
        execution.getExecutionContext().putString("plan", """
                {"recipe":"recipe-1","container":"MATROSKA","duration":"PT1M1.234S","sourceBytes":1000000,"video":{"index":0,
                "treatment":"ENCODE","width":720,"height":1282,"fit":"PAD_TO_EVEN","reorder":true,"keyFrameDistance":"PT4S"},
                "audio":{"index":1,"treatment":"ENCODE","channels":1,"sampleRate":48000,"bitRate":64000,"mixed":[],
                "gain":5.5},"reasons":["Picture encoded to H.264: vp9 does not play in every browser."]}""");

        MediaFacts facts = notes.facts();
        assertThat(facts.looks()).isEmpty();
        assertThat(facts.known().loudness()).isEqualTo(-23.5);
        assertThat(facts.videos())
                .containsExactly(new VideoTrack(0, "vp9", "Profile 0", "yuv420p", 1281, 720, 29.97, true, 90, 0));
        assertThat(accepted(facts).reasons()).contains("Taken for cameras: no moment of it could be looked at.");

        TranscodePlan plan = notes.plan();
        assertThat(plan.recipe()).isEqualTo("recipe-1");
        assertThat(plan.picture())
                .hasValue(new VideoPlan(0, Treatment.ENCODE, 720, 1282, Fit.PAD_TO_EVEN, true, Duration.ofSeconds(4)));
        assertThat(plan.picture().orElseThrow().codec()).isEqualTo(PictureCodec.H264);
    }

    @Test
    void keepACutToTheTick() {
        Division.Cut cut = new Division.Cut(
                List.of(new Chunk(0, null, -3, 90_000L), new Chunk(1, 45_000L, 90_000, null)),
                new FrameTimes(1, 90_000, -33, -3, 179_999, 50, true, List.of(), "SHA256:00"),
                "Cut into 2 chunks.");

        assertThat(notes.divided()).isFalse();
        assertThat(notes.division()).isInstanceOf(Division.Whole.class);
        notes.division(cut);
        assertThat(new Notes(execution).divided()).isTrue();
        assertThat(new Notes(execution).division()).isEqualTo(cut);
    }

    @Test
    void rememberTheEnd() {
        assertThat(notes.attempt()).isEqualTo(2);
        assertThat(notes.probed()).isFalse();
        assertThat(notes.whole()).isFalse();
        notes.makeWhole();
        assertThat(new Notes(execution).whole()).isTrue();
        assertThat(notes.closed()).isFalse();
        notes.close("hopeless");
        assertThat(new Notes(execution).closed()).isTrue();
    }

    private static TranscodePlan accepted(MediaFacts facts) {
        return switch (new Recipe(MediaLimits.defaults()).plan(facts)) {
            case Planned.Accepted accepted -> accepted.plan();
            case Planned.Refused refused -> throw new AssertionError(refused.reason());
        };
    }
}
