package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StubLibraryTest {

    /** The published hash of a version node that every C library has. */
    @Test
    void hashesVersionsAsTheLinkerDoes() {
        assertThat(StubLibrary.hash("GLIBC_2.2.5")).isEqualTo(0x09691a75);
        assertThat(StubLibrary.hash("")).isZero();
    }

    @Test
    void writesASharedObjectWithoutAnExecutableStack() {
        byte[] bytes = new StubLibrary("libnone.so.1", List.of("NONE_1", "NONE_2")).bytes();
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.getInt(0)).isEqualTo(0x464c457f);
        assertThat(elf.getShort(16)).as("type: shared object").isEqualTo((short) 3);
        assertThat(elf.getShort(18)).as("machine: x86-64").isEqualTo((short) 62);
        assertThat(elf.getInt(64 + 2 * 56)).as("third header: stack").isEqualTo(0x6474e551);
        assertThat(elf.getInt(64 + 2 * 56 + 4)).as("not executable").isEqualTo(6);
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).endsWith("\0libnone.so.1\0NONE_1\0NONE_2\0");
    }
}
