package dev.tenure.ingest.notice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a meeting's recordings as a whole. All that were brought stay.
 *
 * @param languages in which the notice was given
 * @param channels for instance {@code banner}, {@code voice}, {@code dial-in prompt}, {@code pre-join page}
 * @param lawfulBasis as the host declares it; consent is only one
 * @param dataTypes for instance {@code voice}, {@code video}, {@code screen}, {@code chat}, {@code transcript}
 * @param storageLocations where it is kept, as people were told: a country, a region
 * @param retentionRule the id of the rule that the host keeps it by
 * @param retentionShown the period that people were told
 * @param withdrawal how consent is withdrawn
 * @param capture when recording was on: begins where it was started or went on, ends where it was paused or stopped
 * @param blockedUntilConsent whether nobody's media was captured before they accepted
 * @param indicatorGaps when the sign of a running recording was not shown although it ran
 */
public record EvidenceHeader(
        NoticeRef notice,
        List<String> languages,
        List<String> channels,
        List<String> purposes,
        @Nullable String lawfulBasis,
        List<String> dataTypes,
        boolean sensitive,
        List<String> storageLocations,
        @Nullable String retentionRule,
        @Nullable String retentionShown,
        List<String> recipients,
        @Nullable String withdrawal,
        List<String> jurisdictions,
        List<Interval> capture,
        @Nullable String startedBy,
        boolean blockedUntilConsent,
        List<Interval> indicatorGaps) {

    public EvidenceHeader {
        languages = List.copyOf(languages);
        channels = List.copyOf(channels);
        purposes = List.copyOf(purposes);
        dataTypes = List.copyOf(dataTypes);
        storageLocations = List.copyOf(storageLocations);
        recipients = List.copyOf(recipients);
        jurisdictions = List.copyOf(jurisdictions);
        capture = List.copyOf(capture);
        indicatorGaps = List.copyOf(indicatorGaps);
    }
}
