package dev.tenure.app.doctor;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The examination of the object store.
 *
 * @param server the name that results are kept under; absent: the server's address. A server whose address changes needs one
 * @param file where the last result lies for people and programs
 * @param acceptBad start on a store that was found unsafe
 */
@ConfigurationProperties("tenure.doctor")
record DoctorSettings(
        @Nullable String server,
        Path file,
        @DefaultValue("false") boolean acceptBad) {}
