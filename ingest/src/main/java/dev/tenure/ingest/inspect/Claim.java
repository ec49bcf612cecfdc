package dev.tenure.ingest.inspect;

import dev.tenure.catalog.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says that bytes are.
 *
 * @param fileName as the media server calls it; anything
 * @param declaredType as the media server says; anything, or absent
 */
public record Claim(
        ItemKind kind, String fileName, @Nullable String declaredType) {}
