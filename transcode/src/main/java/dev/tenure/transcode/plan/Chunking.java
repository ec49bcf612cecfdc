package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether and where a picture is cut for encoding. Pure. On one machine nothing is gained: its encoder uses all cores already. So it cuts
 * only for workers that stand idle elsewhere.
 */
public final class Chunking {

    /** Containers in which a seek lands on a key frame for sure; elsewhere a chunk might begin with broken frames. */
    private static final Set<Container> SEEKABLE = EnumSet.of(Container.MP4, Container.MATROSKA);

    private final ChunkRules rules;

    public Chunking(ChunkRules rules) {
        this.rules = rules;
    }

    /**
     * Why not to cut, as far as that is known without reading the source's packets; empty when it may be worth reading them.
     *
     * @param free workers that would begin a chunk now, beside the one that asks
     */
    public Optional<String> obstacle(MediaFacts facts, TranscodePlan plan, int free) {
        if (plan.picture().isEmpty() || plan.picture().get().treatment() == Treatment.COPY) {
            return Optional.of("Not cut: no picture is encoded.");
        }
        if (free < 1) {
            return Optional.of("Not cut: no other worker is free.");
        }
        if (gain(plan, free).compareTo(rules.gain()) < 0) {
            return Optional.of("Not cut: %d s on %d other worker(s) would save %d s of encoding, less than %d."
                    .formatted(
                            plan.duration().toSeconds(),
                            free,
                            gain(plan, free).toSeconds(),
                            rules.gain().toSeconds()));
        }
        if (!SEEKABLE.contains(plan.container())) {
            return Optional.of("Not cut: %s has no index of key frames.".formatted(plan.container()));
        }
        if (facts.videos().size() > 1) {
            return Optional.of("Not cut: a seek is only exact where there is one picture.");
        }
        return wanted(plan, free) < 2
                ? Optional.of("Not cut: %d s make no two chunks of %d s."
                        .formatted(plan.duration().toSeconds(), rules.shortest().toSeconds()))
                : Optional.empty();
    }

    /** Where to cut: at the key frames nearest to equal lengths. */
    public Division divide(MediaFacts facts, TranscodePlan plan, int free, FrameTimes times) {
        Optional<String> obstacle = obstacle(facts, plan, free);
        if (obstacle.isPresent()) {
            return new Division.Whole(obstacle.get());
        }
        if (!times.timed() || !times.coarse() || times.count() < 2) {
            return new Division.Whole("Not cut: its frames do not say exactly when they are shown.");
        }
        List<Integer> cuts = cuts(times, wanted(plan, free));
        if (cuts.isEmpty()) {
            return new Division.Whole("Not cut: it has no key frames to cut at.");
        }
        List<Chunk> chunks = new ArrayList<>();
        Long runUp = null;
        long from = times.first();
        for (int cut : cuts) {
            long key = times.keys().get(cut);
            chunks.add(new Chunk(chunks.size(), runUp, from, key));
            runUp = times.keys().get(cut - 1);
            from = key;
        }
        chunks.add(new Chunk(chunks.size(), runUp, from, null));
        return new Division.Cut(
                chunks,
                times.withoutKeys(),
                "Cut into %d chunks at key frames: %d other worker(s) save about %d s of encoding."
                        .formatted(chunks.size(), free, gain(plan, free).toSeconds()));
    }

    /** Indexes of the key frames that begin a chunk: each behind the one before, and with a key frame before it to run up from. */
    private static List<Integer> cuts(FrameTimes times, int wanted) {
        List<Integer> cuts = new ArrayList<>();
        long length = times.last() - times.first();
        int key = 1;
        for (int i = 1; i < wanted; i++) {
            long ideal = times.first() + Math.multiplyExact(length, (long) i) / wanted;
            while (key + 1 < times.keys().size() && distance(times, key + 1, ideal) < distance(times, key, ideal)) {
                key++;
            }
            if (key < times.keys().size() && times.keys().get(key) > times.first()) {
                cuts.add(key);
                key++;
            }
        }
        return cuts;
    }

    private static long distance(FrameTimes times, int key, long ideal) {
        return Math.abs(times.keys().get(key) - ideal);
    }

    private int wanted(TranscodePlan plan, int free) {
        long fitting = plan.duration().toMillis() / rules.shortest().toMillis();
        return (int) Math.min(fitting, (long) ChunkRules.CHUNKS_EACH * (free + 1));
    }

    /** Media time that the others take off one encoder. */
    private static Duration gain(TranscodePlan plan, int free) {
        return plan.duration().multipliedBy(free).dividedBy(free + 1L);
    }
}
