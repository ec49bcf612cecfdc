package dev.tenure.ingest.notice;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long evidence is kept.
 *
 * @param keepEvidence after the last item of the meeting is gone: as long as somebody may claim that they did not know. Too small leaves a host
 *     without proof, too large keeps pseudonyms for nothing
 * @param processor who runs this installation, named in evidence as the processor
 */
@ConfigurationProperties("tenure.notices")
public record NoticeSettings(
        @DefaultValue("1096d") Duration keepEvidence,
        @DefaultValue("the operator of this installation") String processor) {

    public NoticeSettings {
        if (keepEvidence.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("tenure.notices.keep-evidence must be at least a day");
        }
    }
}
