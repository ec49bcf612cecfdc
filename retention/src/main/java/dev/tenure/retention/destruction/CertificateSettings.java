package dev.tenure.retention.destruction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What certificates and reports say beside what the program knows by itself.
 *
 * @param backupsKept how long backups of the database are kept, which certificates then promise; null where nobody says so, and they tell that. Too
 *     short a time makes them promise what is not true
 * @param reportAfter a run whose items are not all proven gone after so long is reported with what is missing. Too short reports items that a worker
 *     still holds, too long leaves a run without its report for one version that the store refuses to delete
 */
@ConfigurationProperties("tenure.certificates")
public record CertificateSettings(
        @Nullable Duration backupsKept, @DefaultValue("24h") Duration reportAfter) {

    public CertificateSettings {
        if ((backupsKept != null && backupsKept.isNegative()) || !reportAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "tenure.certificates: backups-kept must not be negative, report-after must be above zero");
        }
    }
}
