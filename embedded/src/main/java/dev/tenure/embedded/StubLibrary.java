package dev.tenure.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a shared library without any code: an ELF file that satisfies the dynamic linker by its name and its versions.
 *
 * <p>Layout after the System V gABI ("Object Files", "Dynamic Linking") and, for symbol versions, the Linux Standard
 * Base Core specification, "Symbol Versioning". One loadable segment holds the whole file; there are no sections.
 *
 * @param name the library's soname
 * @param versions the version nodes that its users ask for
 */
record StubLibrary(String name, List<String> versions) {

    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int SYMBOL_BYTES = 24;
    private static final int DYNAMIC_ENTRY_BYTES = 16;
    private static final int VERSION_BYTES = 20 + 8;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ_WRITE = 4 | 2;

    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_SONAME = 14;
    private static final long DT_VERSYM = 0x6ffffff0L;
    private static final long DT_VERDEF = 0x6ffffffcL;
    private static final long DT_VERDEFNUM = 0x6ffffffdL;

    private static final short VER_FLG_BASE = 1;
    private static final int PROGRAM_HEADERS = 3;
    private static final int DYNAMIC_ENTRIES = 10;

    StubLibrary {
        versions = List.copyOf(versions);
    }

    byte[] bytes() {
        List<String> definitions = new ArrayList<>();
        definitions.add(name); // the base definition is the library itself
        definitions.addAll(versions);
        byte[] strings = ("\0" + String.join("\0", definitions) + "\0").getBytes(StandardCharsets.US_ASCII);

        int dynamic = HEADER_BYTES + PROGRAM_HEADERS * PROGRAM_HEADER_BYTES;
        int symbols = dynamic + DYNAMIC_ENTRIES * DYNAMIC_ENTRY_BYTES;
        int hash = symbols + SYMBOL_BYTES;
        int versionsOfSymbols = hash + 4 * Integer.BYTES;
        int versionDefinitions = versionsOfSymbols + 8;
        int stringTable = versionDefinitions + definitions.size() * VERSION_BYTES;
        int size = stringTable + strings.length;

        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(elf);
        programHeader(elf, PT_LOAD, 0, size, 0x1000);
        programHeader(elf, PT_DYNAMIC, dynamic, DYNAMIC_ENTRIES * DYNAMIC_ENTRY_BYTES, 8);
        // Without this one the linker would make the whole process's stack executable.
        programHeader(elf, PT_GNU_STACK, 0, 0, 16);

        elf.putLong(DT_SONAME).putLong(1);
        elf.putLong(DT_HASH).putLong(hash);
        elf.putLong(DT_SYMTAB).putLong(symbols);
        elf.putLong(DT_SYMENT).putLong(SYMBOL_BYTES);
        elf.putLong(DT_STRTAB).putLong(stringTable);
        elf.putLong(DT_STRSZ).putLong(strings.length);
        elf.putLong(DT_VERSYM).putLong(versionsOfSymbols);
        elf.putLong(DT_VERDEF).putLong(versionDefinitions);
        elf.putLong(DT_VERDEFNUM).putLong(definitions.size());
        elf.position(symbols); // past the ending null entry
        elf.position(hash); // the one symbol is the null symbol
        elf.putInt(1).putInt(1).putInt(0).putInt(0); // one bucket, one chain, both empty
        elf.position(versionDefinitions);
        int nameAt = 1;
        for (int i = 0; i < definitions.size(); i++) {
            String definition = definitions.get(i);
            boolean last = i == definitions.size() - 1;
            elf.putShort((short) 1); // structure version
            elf.putShort(i == 0 ? VER_FLG_BASE : 0);
            elf.putShort((short) (i + 1));
            elf.putShort((short) 1); // one name follows
            elf.putInt(hash(definition));
            elf.putInt(20); // to the name
            elf.putInt(last ? 0 : VERSION_BYTES);
            elf.putInt(nameAt).putInt(0);
            nameAt += definition.length() + 1;
        }
        elf.put(strings);
        return elf.array();
    }

    private static void header(ByteBuffer elf) {
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bits, little-endian, System V
        elf.putShort((short) 3).putShort((short) 62).putInt(1); // shared object for x86-64
        elf.putLong(0).putLong(HEADER_BYTES).putLong(0); // no entry; program headers follow; no sections
        elf.putInt(0).putShort((short) HEADER_BYTES);
        elf.putShort((short) PROGRAM_HEADER_BYTES).putShort((short) PROGRAM_HEADERS);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void programHeader(ByteBuffer elf, int type, long offset, long size, long alignment) {
        elf.putInt(type).putInt(READ_WRITE);
        elf.putLong(offset).putLong(offset).putLong(offset);
        elf.putLong(size).putLong(size).putLong(alignment);
    }

    /** The hash function of the System V gABI. */
    static int hash(String name) {
        long h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            long high = h & 0xf0000000L;
            h = (h ^ (high >>> 24)) & ~high;
        }
        return (int) h;
    }
}
