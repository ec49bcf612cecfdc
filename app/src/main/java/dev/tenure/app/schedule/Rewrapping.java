package dev.tenure.app.schedule;

import dev.tenure.catalog.ItemKeys;
import dev.tenure.catalog.ItemKeys.Failure;
import dev.tenure.catalog.ItemKeys.Mark;
import dev.tenure.catalog.ItemKeys.Rewrapped;
import dev.tenure.objectstore.sealing.KeyVault;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wraps anew, bit by bit, what another than the vault's present key wrapped: so a rotation needs nothing but the vault. */
final class Rewrapping {

    private static final Logger LOG = LoggerFactory.getLogger(Rewrapping.class);

    /** Larger loses more work to a crash, smaller asks the database more often. */
    private static final int PAGE = 100;

    /** How long one run may keep the other work of its job waiting. */
    private static final Duration RUN = Duration.ofSeconds(2);

    /** After a pass that left keys behind: sooner only repeats what fails, later leaves a mended vault unnoticed. */
    private static final Duration REST = Duration.ofMinutes(10);

    /** Failures of one pass that are logged one by one. Fewer hides what to look at, more buries the rest of the log. */
    private static final int NAMED = 100;

    private final ItemKeys keys;
    private final KeyVault vault;
    private final LongSupplier nanos;

    private @Nullable Mark mark;
    private String wrappingKeyId = "";
    private long done;
    private long failed;
    private boolean resting;
    private long restBegan;

    Rewrapping(ItemKeys keys, KeyVault vault, LongSupplier nanos) {
        this.keys = keys;
        this.vault = vault;
        this.nanos = nanos;
    }

    /** Goes on for a moment. A run costs two look-ups where nothing is to be done. */
    synchronized void run() {
        long began = nanos.getAsLong();
        String current = vault.wrappingKeyId();
        if (!current.equals(wrappingKeyId)) {
            wrappingKeyId = current;
            beginAnew();
        } else if (resting && began - restBegan < REST.toNanos()) {
            return;
        }
        resting = false;
        do {
            Rewrapped run = keys.rewrap(mark, PAGE);
            mark = run.next();
            done += run.done();
            run.failures().stream().limit(Math.max(0, NAMED - failed)).forEach(Rewrapping::name);
            failed += run.failures().size();
        } while (mark != null && nanos.getAsLong() - began < RUN.toNanos());
        if (mark == null) {
            tell();
            beginAnew();
        }
    }

    private void tell() {
        if (done > 0) {
            keys.noteRewrapped(wrappingKeyId, done);
            LOG.info("{} keys are wrapped by {} now", done, wrappingKeyId);
        }
        if (failed > 0) {
            LOG.error("{} keys could not be wrapped anew and stay as they are", failed);
            resting = true;
            restBegan = nanos.getAsLong();
        }
    }

    private static void name(Failure failure) {
        LOG.error(
                "the key of {} could not be wrapped anew: {}",
                failure.item() == null ? "the catalog" : "item " + failure.item(),
                failure.reason().getMessage());
    }

    private void beginAnew() {
        mark = null;
        done = 0;
        failed = 0;
    }
}
