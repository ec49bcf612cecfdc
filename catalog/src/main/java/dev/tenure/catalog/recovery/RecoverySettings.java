package dev.tenure.catalog.recovery;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the catalog is kept by outside of its database.
 *
 * @param publicKey file of the recovery key's public half; without the file, or with null, nothing is kept
 */
@ConfigurationProperties("tenure.recovery")
public record RecoverySettings(@Nullable Path publicKey) {}
