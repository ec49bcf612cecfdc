package dev.tenure.storageapi.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormPartsTest {

    private static final String TYPE = "multipart/form-data; boundary=b0";

    @Test
    void readsFormsAsBrowsersAndCurlWriteThem() {
        List<FormParts.Part> parts = read(
                "--b0\r\nContent-Disposition: form-data; name=\"chat\"; filename=\"a \\\"b\\\".txt\"\r\nContent-Type: text/plain\r\n\r\none\r\n--b\r\ntwo\r\n--b0\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n\r\n--b0--\r\n");
        assertThat(parts).extracting(FormParts.Part::name).containsExactly("chat", "file");
        assertThat(parts).extracting(FormParts.Part::fileName).containsExactly("a \"b\".txt", "");
        assertThat(parts).extracting(FormParts.Part::type).containsExactly("text/plain", null);
        assertThat(parts).extracting(FormPartsTest::text).containsExactly("one\r\n--b\r\ntwo", "");
        assertThat(FormParts.read("Multipart/Form-Data; charset=x; boundary=\"b0\"", bytes("--b0--")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b0",
                "--b0\r\n",
                "--b0\r\nContent-Disposition: form-data; name=\"chat\"\r\n\r\nendless",
                "--b0\r\nContent-Disposition: form-data",
                "--b1\r\n\r\nx\r\n--b1--",
                "--b0x\r\n\r\nx\r\n--b0--"
            })
    void refusesWhatHasNoEnd(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "multipart/form-data",
                "multipart/mixed; boundary=b0",
                "multipart/form-data; boundary="
            })
    void refusesOtherTypes(String type) {
        assertThatIllegalArgumentException().isThrownBy(() -> FormParts.read(type, bytes("--b0--")));
    }

    @Test
    void takesSoManyPartsAndNoMore() {
        String part = "--b0\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n";
        assertThat(read(part.repeat(50) + "--b0--")).hasSize(50);
        assertThatIllegalArgumentException().isThrownBy(() -> read(part.repeat(51) + "--b0--"));
    }

    @Test
    void readsOrRefusesWhateverBytes() {
        byte[] form =
                bytes("--b0\r\nContent-Disposition: form-data; name=\"chat\"\r\n\r\none\r\n--b0\r\n\r\n\r\n--b0--\r\n");
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            byte[] bent = form.clone();
            bent[random.nextInt(bent.length)] = (byte) "-\r\nb0: x".charAt(random.nextInt(8));
            try {
                assertThat(FormParts.read(TYPE, bent)).hasSizeLessThan(5);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static String text(FormParts.Part part) {
        return StandardCharsets.UTF_8.decode(part.content().duplicate()).toString();
    }

    private static List<FormParts.Part> read(String body) {
        return FormParts.read(TYPE, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
