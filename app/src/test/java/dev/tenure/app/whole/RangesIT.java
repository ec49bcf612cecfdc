package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges of media: one, or all of it; no header makes an answer dearer than its object. */
@ExtendWith(World.Shared.class)
class RangesIT {

    private static final String ITEMS = "/api/v1/items/";

    private final Http http;
    private final byte[] source;
    private final String item;

    RangesIT(World world) {
        this.http = world.owner();
        this.source = world.clips().playable();
        this.item = world.keptRecording();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 206, 0, 10",
        "bytes=10-, 206, 10, -1",
        "bytes=-5, 206, -5, 5",
        "bytes=-999999999, 206, 0, -1",
        "bytes=0-999999999, 206, 0, -1",
        "bytes=5-2, 200, 0, -1",
        "items=0-1, 200, 0, -1",
        "'bytes=0-1,5-6', 200, 0, -1",
        "bytes=, 200, 0, -1",
        "bytes=a-b, 200, 0, -1",
        "bytes=0-99999999999999999999999, 200, 0, -1",
        "bytes=-0, 416, 0, 0",
        "bytes=999999999-, 416, 0, 0"
    })
    void servesOneRangeOrAll(String range, int status, int first, int length) {
        Http.Answer answer = http.get(ITEMS + item + "/media/source", "Range", range);
        if (status == 416) {
            answer.problem(416, "range-not-satisfiable");
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + source.length);
            return;
        }
        answer.expect(status);
        int from = first < 0 ? source.length + first : first;
        int to = length < 0 ? source.length : from + length;
        assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(source, from, to)))
                .isTrue();
        assertThat(answer.header("Content-Range"))
                .isEqualTo(status == 206 ? "bytes " + from + "-" + (to - 1) + "/" + source.length : "");
    }

    @Test
    void servesAThousandRangesAsTheWhole() {
        StringBuilder ranges = new StringBuilder("bytes=0-0");
        for (int i = 1; i < 1000; i++) {
            ranges.append(",0-");
        }
        assertThat(http.get(ITEMS + item + "/media/source", "Range", ranges.toString())
                        .expect(200)
                        .body())
                .hasSize(source.length);
    }

    @Test
    void servesRangesOnlyOfTheContentThatIsMeant() {
        String path = ITEMS + item + "/media/source";
        String etag = http.get(path).expect(200).header("ETag");
        http.get(path, "Range", "bytes=0-9", "If-Range", etag).expect(206);
        http.get(path, "Range", "bytes=0-9", "If-Range", "\"stale\"").expect(200);
        http.get(path, "Range", "bytes=0-9", "If-Range", "W/" + etag).expect(200);
        assertThat(http.get(path, "If-None-Match", etag).expect(304).body()).isEmpty();
        Http.Answer head = http.send("HEAD", path, BodyPublishers.noBody()).expect(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(source.length));
    }
}
