package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.plan.Storyboard;
import java.util.List;
import java.util.Locale;

/** The filter that lays out key frames as small pictures on sheets; purely. */
final class StoryboardArguments {

    private StoryboardArguments() {}

    /**
     * Every picture shows the last key frame up to its instant: rates round up, so that none shows what comes later, and
     * the last one is repeated as often as the end needs.
     */
    static List<String> options(Storyboard board) {
        String filter = String.format(
                Locale.ROOT,
                "fps=fps=1000/%d:start_time=0:round=up,tpad=stop_mode=clone:stop=%d,trim=end_frame=%d,"
                        + "scale=w=%d:h=%d:flags=area,tile=%dx%d,format=yuvj420p",
                board.interval().toMillis(),
                board.pictures(),
                board.pictures(),
                board.width(),
                board.height(),
                Storyboard.COLUMNS,
                board.rows());
        return List.of("-map", "0:v:0", "-vf", filter, "-frames:v", Integer.toString(board.sheets()));
    }
}
