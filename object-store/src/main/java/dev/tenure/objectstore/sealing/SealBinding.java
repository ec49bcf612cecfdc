package dev.tenure.objectstore.sealing;

import java.nio.charset.StandardCharsets;

/**
 * What sealed bytes are bound to: opaque, printable ASCII, at most 512 characters, chosen by whoever owns the object. Bytes sealed under one
 * binding do not open under another.
 */
public record SealBinding(String value) {

    public SealBinding {
        if (value.isEmpty() || value.length() > 512 || !value.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            throw new IllegalArgumentException("a binding is 1 to 512 printable ASCII characters");
        }
    }

    byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }
}
