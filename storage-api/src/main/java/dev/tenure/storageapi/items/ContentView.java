package dev.tenure.storageapi.items;

import dev.tenure.ingest.companion.CompanionFacts;
import dev.tenure.ingest.companion.TextFacts;
import dev.tenure.ingest.inspect.Findings;
import dev.tenure.ingest.inspect.Scan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the bytes of an item.
 *
 * @param inspection what a look at the bytes found; absent before they are whole
 * @param words what became of a chat or a transcript; absent for recordings, and until somebody has looked
 * @param text how far the text of a document is; absent for recordings, and until it is READY
 */
record ContentView(
        @Nullable InspectionView inspection,
        @Nullable WordsView words,
        @Nullable TextView text) {

    /**
     * What a look at the bytes found: docs/inspection.md.
     *
     * @param mismatches who said something else than the bytes show
     * @param active what in them could run where somebody opens them
     * @param scan CLEAN, INFECTED or NOT_SCANNED
     * @param scanDetail what was found, or why it was not scanned
     */
    record InspectionView(
            String contentType,
            @Nullable String declaredType,
            @Nullable String nameType,
            List<Findings.Mismatch> mismatches,
            @Nullable String active,
            ScanAnswer scan,
            @Nullable String scanDetail) {

        /** What a virus scanner says. */
        enum ScanAnswer {
            CLEAN,
            INFECTED,
            NOT_SCANNED
        }

        static InspectionView of(Findings findings) {
            return new InspectionView(
                    findings.contentType(),
                    findings.declaredType(),
                    findings.nameType(),
                    findings.mismatches().stream().sorted().toList(),
                    findings.active(),
                    switch (findings.scan()) {
                        case Scan.Clean clean -> ScanAnswer.CLEAN;
                        case Scan.Infected infected -> ScanAnswer.INFECTED;
                        case Scan.NotScanned not -> ScanAnswer.NOT_SCANNED;
                    },
                    switch (findings.scan()) {
                        case Scan.Clean clean -> null;
                        case Scan.Infected(String signature) -> signature;
                        case Scan.NotScanned(String reason) -> reason;
                    });
        }
    }

    /** What became of a chat or a transcript: docs/companion-content.md. */
    record WordsView(
            CompanionFacts.Outcome outcome,
            @Nullable String format,
            @Nullable String encoding,
            int entries,
            int notUnderstood,
            @Nullable String reason) {

        static WordsView of(CompanionFacts facts) {
            return new WordsView(
                    facts.outcome(),
                    facts.format(),
                    facts.encoding(),
                    facts.entries(),
                    facts.notUnderstood(),
                    facts.reason());
        }
    }

    /** How far the text of a document is. */
    record TextView(TextFacts.State state, @Nullable String reason) {

        static TextView of(TextFacts facts) {
            return new TextView(facts.state(), facts.reason());
        }
    }
}
