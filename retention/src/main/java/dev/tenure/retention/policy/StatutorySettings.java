package dev.tenure.retention.policy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Legal periods beside those that come along.
 *
 * @param directory its {@code .json} files are schedules, too; absent for none. One that cannot be used keeps the program from starting
 */
@ConfigurationProperties("tenure.statutory")
record StatutorySettings(@Nullable Path directory) {}
