package dev.tenure.retention.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.StatutorySchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatutorySchedulesTest {

    private static final String GOOD = """
            {"schema": "tenure-statutory-schedule/1", "name": "XX/test", "edition": 2, "title": "Tests", "entries": [
              {"name": "chats", "kinds": ["CHAT"], "minimum": "P2Y", "maximum": null, "source": "Test Act 1", "url": "https://example.org/act",
               "lookedUp": "2026-11-27", "sentence": "Chats are kept for two years."}]}
            """;

    @Test
    void whatComesAlongCanBeUsed() throws IOException {
        StatutorySchedules laws = new PolicyConfiguration().statutorySchedules(new StatutorySettings(null));
        assertThat(laws.all())
                .extracting(StatutorySchedule::name)
                .containsExactly("DE", "EU/mifid", "GB/sysc-10a", "US/finra-3170", "US/sec-17a-4");
        assertThat(laws.named(List.of("US/sec-17a-4"))
                        .getFirst()
                        .entries()
                        .getFirst()
                        .kinds())
                .contains(ItemKind.CHAT)
                .doesNotContain(ItemKind.RECORDING);
        assertThatThrownBy(() -> laws.named(List.of("XX")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("XX")
                .hasMessageContaining("EU/mifid");
    }

    @Test
    void anOperatorsOwnAreBesideThem(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("test.json"), GOOD);
        Files.writeString(directory.resolve("notes.txt"), "no schedule");
        StatutorySchedules laws = new PolicyConfiguration().statutorySchedules(new StatutorySettings(directory));
        assertThat(laws.named(List.of("XX/test")).getFirst().edition()).isEqualTo(2);
        assertThat(laws.named(List.of("DE"))).hasSize(1);
    }

    @Test
    void whatCannotBeUsedIsNamedByFileAndEntry() {
        refused(GOOD.replace("P2Y", "two years"), "law.json", "chats", "minimum");
        refused(GOOD.replace("\"P2Y\"", "null"), "law.json", "chats", "neither");
        refused(GOOD.replace("\"maximum\": null", "\"maximum\": \"P1Y\""), "law.json", "chats", "longer");
        refused(GOOD.replace("CHAT", "VOICE"), "law.json", "chats", "VOICE");
        refused(GOOD.replace("https:", "ftp:"), "law.json", "chats", "https");
        refused(GOOD.replace("XX/test", "somewhere"), "law.json", "somewhere");
        refused(GOOD.replace("\"edition\": 2", "\"edition\": 0"), "law.json", "editions");
        refused(GOOD.replace("sentence", "remark"), "law.json", "chats", "sentence");
        refused(GOOD.replace("}]}", "}], \"more\": 1}"), "law.json", "more");
        refused("{", "law.json");
    }

    @Test
    void twoFilesDoNotSayTheSameLaw() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("a.json", GOOD.getBytes(StandardCharsets.UTF_8));
        files.put("b.json", GOOD.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> new StatutorySchedules(files))
                .hasMessageContaining("XX/test")
                .hasMessageContaining("b.json");
    }

    private static void refused(String text, String... words) {
        assertThatThrownBy(() -> new StatutorySchedules(Map.of("law.json", text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }
}
