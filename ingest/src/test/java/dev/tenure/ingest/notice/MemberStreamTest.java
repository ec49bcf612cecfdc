package dev.tenure.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemberStreamTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void writesWhatTheCanonicalTextWouldBe() throws IOException {
        MemberStream out = new MemberStream(written);
        MemberStream.Elements many = out.array("a\"ä");
        many.add(new JsonInteger(1));
        many.add(new JsonInteger(2));
        many.end();
        out.array("b").end();
        out.member("c", "\u0001 ü €");
        out.end();

        assertThat(StrictJson.parseObject(written.toByteArray(), 1000).canonicalBytes())
                .isEqualTo(written.toByteArray());
    }

    @Test
    void writesNothingOutOfOrder() throws IOException {
        MemberStream out = new MemberStream(written);
        out.member("b", "1");
        assertThatIllegalStateException().isThrownBy(() -> out.member("a", "2"));
        assertThatIllegalStateException().isThrownBy(() -> out.array("b"));
    }
}
