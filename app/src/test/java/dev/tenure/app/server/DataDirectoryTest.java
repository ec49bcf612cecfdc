package dev.tenure.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path data;

    @Test
    void closesTheKeysOfAnOlderVersionToOthers() throws IOException {
        Path keys = Files.createDirectory(data.resolve("keys"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxrwxr-x"));

        DataDirectory.prepare(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        assertThat(KeysetFileVault.create(keys.resolve("vault.json")).keys()).hasSize(1);
    }

    @Test
    void leavesADirectoryAloneThatALinkLeadsTo() throws IOException {
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(data.resolve("keys"), elsewhere);

        DataDirectory.prepare(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void makesWhatIsMissingForItsOwnerOnly() throws IOException {
        DataDirectory.prepare(data.resolve("new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("new/keys"))))
                .isEqualTo("rwx------");
    }
}
