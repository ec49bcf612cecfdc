package dev.tenure.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownDatabaseTest {

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example.org:5433/tenure?user=me&password=secret, db.example.org:5433/tenure",
        "jdbc:postgresql://me:secret@db.example.org/tenure, db.example.org/tenure",
        "jdbc:postgresql:///tenure, localhost/tenure",
        "jdbc:postgresql:tenure?password=secret, localhost/tenure",
        "something else, the database of TENURE_DB_URL"
    })
    void namesHostAndDatabaseWithoutSecrets(String url, String name) {
        assertThat(KnownDatabase.named(url)).isEqualTo(name);
    }

    @Test
    void keepsTheLastOne() {
        assertThat(KnownDatabase.read(data)).isEmpty();
        KnownDatabase.write(data, "one/tenure");
        KnownDatabase.write(data, "other/tenure");
        assertThat(KnownDatabase.read(data)).contains("other/tenure");
        assertThat(data).isDirectoryNotContaining("glob:**.new");
    }
}
