package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path directory;

    private final ItemId item = new ItemId(new UUID(5, 6));

    @Test
    void isForItsOwnerOnly() throws IOException {
        Path made = new Scratch(directory.resolve("a/b")).of(item);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a/b"))))
                .isEqualTo("rwx------");
    }

    @Test
    void removesAllOfAnItemAndFollowsNoLink() throws IOException {
        Scratch scratch = new Scratch(directory.resolve("scratch"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        Path deep = Files.createDirectories(scratch.of(item).resolve("planned/.work-media"));
        Files.writeString(deep.resolve("out.mp4"), "x");
        Files.createSymbolicLink(deep.resolve("link"), outside);

        scratch.remove(item);
        scratch.remove(item);

        assertThat(scratch.items()).isEmpty();
        assertThat(outside.resolve("kept")).exists();
    }

    @Test
    void listsItemsAndNothingElse() throws IOException {
        Scratch scratch = new Scratch(directory.resolve("scratch"));
        assertThat(scratch.items()).isEmpty();
        scratch.of(item);
        Files.createDirectory(directory.resolve("scratch/lost+found"));

        assertThat(scratch.items()).containsExactly(item);
    }
}
