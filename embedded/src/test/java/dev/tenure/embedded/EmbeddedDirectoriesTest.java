package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDirectoriesTest {

    @TempDir
    private Path root;

    @Test
    void prefersTheSetting() {
        Path cache = EmbeddedDirectories.sharedCache(
                Map.of("TENURE_CACHE", "/chosen", "XDG_CACHE_HOME", root.toString()), root.toString(), root.toString());
        assertThat(cache).isEqualTo(Path.of("/chosen"));
    }

    @Test
    void followsTheDesktopStandardThenTheHome() {
        assertThat(EmbeddedDirectories.sharedCache(
                        Map.of("XDG_CACHE_HOME", root.resolve("xdg").toString()), root.toString(), root.toString()))
                .isEqualTo(root.resolve("xdg/tenure"));
        assertThat(EmbeddedDirectories.sharedCache(Map.of(), root.toString(), root.toString()))
                .isEqualTo(root.resolve(".cache/tenure"));
    }

    @Test
    void usesADirectoryOfItsOwnWhereThereIsNoHome() throws IOException {
        Path cache = EmbeddedDirectories.sharedCache(Map.of(), "?", root.toString());
        assertThat(cache.getParent()).isEqualTo(root);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
        assertThat(EmbeddedDirectories.sharedCache(Map.of(), "?", root.toString()))
                .isEqualTo(cache);
    }

    @Test
    void executesNothingFromADirectoryThatOthersMayWrite() throws IOException {
        Path cache = EmbeddedDirectories.sharedCache(Map.of(), null, root.toString());
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> EmbeddedDirectories.sharedCache(Map.of(), null, root.toString()))
                .withMessageContaining("TENURE_CACHE");
    }
}
