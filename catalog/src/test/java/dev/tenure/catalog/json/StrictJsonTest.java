package dev.tenure.catalog.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void canonicalTextSortsByCodeUnitAndEscapesOnlyWhatMustBe() {
        // The names and their order are those of RFC 8785, section 3.2.3.
        String json = "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew\",\"1\":\"One\","
                + "\"\\ud83d\\ude00\":\"Emoji\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin\"}";
        assertThat(parse(json).canonical())
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin\","
                        + "\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\"\ufb33\":\"Hebrew\"}");
        assertThat(parse("{\"a\":\"\\u000f\\n\\u000b\\/\\\\\\\"<\\u2028\"}").canonical())
                .isEqualTo("{\"a\":\"\\u000f\\n\\u000b/\\\\\\\"<\u2028\"}");
    }

    @Test
    void everyKindOfValueSurvives() {
        String canonical = "{\"a\":[],\"b\":{},\"c\":[1,-2,true,false,null,\"x\"],\"d\":9007199254740991}";
        assertThat(parse(canonical).canonical()).isEqualTo(canonical);
        assertThat(parse(" { \"d\" : 9007199254740991, \"c\":[1,-2,true,false,null,\"x\"],\"b\":{} ,\"a\":[ ]}\n"))
                .isEqualTo(parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1",
                "{\"a\":[1,]}",
                "{\"a\":1,}",
                "[]",
                "1",
                "null",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":1.0}",
                "{\"a\":1e0}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":9007199254740992}",
                "{\"a\":99999999999999999999}",
                "{'a':1}",
                "{a:1}",
                "//x\n{}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":\"\n\"}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}"
            })
    void whatLeavesRoomForDoubtIsRefused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] latin1 = "{\"a\":\"ö\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> StrictJson.parseObject(latin1, 100)).hasMessageContaining("UTF-8");
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16);
        assertThatThrownBy(() -> StrictJson.parseObject(utf16, 100)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void aDocumentBeyondTheLimitIsRefused() {
        assertThatThrownBy(() -> StrictJson.parseObject(new byte[11], 10)).hasMessageContaining("11 bytes");
    }

    @Test
    void halfASurrogatePairIsRefusedWhenWritten() {
        assertThatThrownBy(() -> JsonObject.builder().put("a", "\ud800")).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> JsonObject.builder().put("\ud800", "a").build())
                .hasMessageContaining("surrogate");
    }

    private static JsonObject parse(String json) {
        return StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), 10_000);
    }
}
