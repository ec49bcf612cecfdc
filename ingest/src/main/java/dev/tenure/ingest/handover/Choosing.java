package dev.tenure.ingest.handover;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.NewUpload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long something that is handed over is kept; decided by whoever knows the rules. */
public interface Choosing {

    /**
     * Chooses.
     *
     * @param host who decides about it, as the media server names them
     * @param period ISO 8601; absent means the account's default
     * @param anchor where it is counted from
     */
    Chosen choose(AccountId account, ItemKind kind, String host, @Nullable String period, Instant anchor);

    /** What became of a choice. */
    sealed interface Chosen {

        /** It holds. */
        record Kept(NewUpload.RetentionFacts facts) implements Chosen {}

        /** The rules do not allow it; the explanation says what they do. */
        record Refused(String explanation) implements Chosen {}
    }
}
