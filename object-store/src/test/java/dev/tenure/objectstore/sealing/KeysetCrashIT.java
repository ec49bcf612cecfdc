package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that rotate are killed at whatever moment it is; the vault is whole each time. */
class KeysetCrashIT {

    private static final int KILLS = 12;

    @TempDir
    private Path directory;

    @Test
    void isWholeWheneverWhoeverChangesItIsKilled() throws IOException {
        Path file = directory.resolve("vault.json");
        KeysetFileVault.create(file);
        for (int kill = 1; kill <= KILLS; kill++) {
            List<String> said = rotateUntilKilled(file, 3 * kill);

            KeysetFileVault survivor = KeysetFileVault.open(file);
            assertThat(survivor.keys()).filteredOn(VaultKey::primary).hasSize(1);
            // The process told of a key only once it was in force, and keeps the youngest three.
            String[] last = said.getLast().split(" ", -1);
            assertThat(survivor.keys()).extracting(VaultKey::id).contains(last[0]);
            assertThat(survivor.unwrap(new WrappedKey(last[0], last[1]), RotatingProcess.BINDING)
                            .secret())
                    .isEqualTo(new byte[DataKey.SIZE]);
            survivor.rotate();
        }
    }

    private static List<String> rotateUntilKilled(Path file, int lines) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RotatingProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                said.add(out.readLine());
            }
            // By its handle: the process itself would close the stream too.
            process.toHandle().destroyForcibly();
            // What it still said before it died; a last line may be cut.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.split(" ", -1).length == 2) {
                    said.add(line);
                }
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(said).doesNotContainNull();
        return said;
    }
}
