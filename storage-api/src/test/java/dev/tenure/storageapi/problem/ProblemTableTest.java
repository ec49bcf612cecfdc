package dev.tenure.storageapi.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in the documentation is the table in the code. */
class ProblemTableTest {

    private static final Path PAGE = Path.of("../docs/api.md");
    private static final String BEGIN = "<!-- problems -->\n";
    private static final String END = "<!-- end of problems -->";

    /** {@code -Dproblems.update=true} writes it anew. */
    @Test
    void isDocumentedWordForWord() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        assertThat(to).isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean("problems.update")) {
            page = page.substring(0, from) + table() + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }
        assertThat(page.substring(from, to))
                .as("run with -Dproblems.update=true after a wanted change")
                .isEqualTo(table());
    }

    private static String table() {
        return "| status | type `urn:tenure:problem:…` | title | what to do |\n|---|---|---|---|\n"
                + Arrays.stream(ProblemCode.values())
                        .sorted((one, other) ->
                                one.status().value() == other.status().value()
                                        ? one.name().compareTo(other.name())
                                        : one.status().value() - other.status().value())
                        .map(ProblemTableTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(ProblemCode code) {
        String type = code.type().toString();
        return "| %d | `%s` | %s | %s |\n"
                .formatted(
                        code.status().value(), type.substring(type.lastIndexOf(':') + 1), code.title(), code.remedy());
    }

    @Test
    void everyProblemSaysWhatItIsAndWhatToDo() {
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(code.title()).isNotBlank().doesNotEndWith(".");
            assertThat(code.remedy()).isNotBlank().endsWith(".");
            assertThat(code.status().isError()).isTrue();
            assertThat(code.type().toString()).matches("urn:tenure:problem:[a-z-]+");
        }
    }
}
