package dev.tenure.transcode.job;

import dev.tenure.transcode.media.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Has the chunks of one recording encoded: offers them to the fleet and works on them itself, one after the other and on as many further threads as
 * are set, until all have ended. Who begins a partition first has it, by the version of its row. One whose worker shows no sign of life for as long
 * as a lease lasts is taken over.
 */
final class ChunkCrew implements PartitionHandler {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final JobRepository repository;
    private final Runs runs;
    private final Chunks chunks;
    private final Fleet fleet;
    private final int threads;
    private final Duration lifetime;

    ChunkCrew(JobRepository repository, Runs runs, Chunks chunks, Fleet fleet, int threads, Duration lifetime) {
        this.repository = repository;
        this.runs = runs;
        this.chunks = chunks;
        this.fleet = fleet;
        this.threads = threads;
        this.lifetime = lifetime;
    }

    @Override
    public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution manager) throws Exception {
        Run run = runs.of(new Notes(manager.getJobExecution()).item());
        List<Long> partitions = splitter.split(manager, 0).stream()
                .map(StepExecution::getId)
                .sorted()
                .toList();
        if (!partitions.isEmpty()) {
            fleet.offer(partitions);
            try {
                work(run, partitions);
            } finally {
                fleet.withdraw(partitions);
            }
        }
        return now(partitions);
    }

    private void work(Run run, List<Long> partitions) {
        ExecutorService helpers = Executors.newFixedThreadPool(
                Math.max(1, threads),
                Thread.ofPlatform().name("transcode-chunk-", 0).daemon().factory());
        // Closing waits for them: they end with the chunks, or with the run.
        try (helpers) {
            for (int i = 0; i < threads; i++) {
                helpers.execute(() -> encodeWhatIsLeft(run, partitions));
            }
            Signs signs = new Signs(lifetime);
            Set<Long> again = new HashSet<>();
            Progress progress = run.enter("encode");
            while (true) {
                run.checkpoint();
                List<StepExecution> now = now(partitions);
                long ended = now.stream().filter(ChunkCrew::ended).count();
                progress.at((double) ended / now.size(), 0);
                if (ended == now.size()) {
                    Optional<StepExecution> failed = now.stream()
                            .filter(partition -> partition.getStatus() == BatchStatus.FAILED)
                            .filter(partition -> again.add(partition.getId()))
                            .findFirst();
                    if (failed.isEmpty()) {
                        return;
                    }
                    // Once more, here: it may have been the other machine's fault.
                    chunks.work(failed.get());
                    continue;
                }
                Optional<StepExecution> next =
                        now.stream().filter(ChunkCrew::waiting).findFirst().or(() -> signs.silent(now));
                if (next.isPresent()) {
                    chunks.work(next.get());
                }
                // Stopped here means that nobody wants it any more, most likely: the lease knows, and must not be asked
                // again and again.
                boolean stopped = next.isPresent() && waiting(next.get());
                if (stopped) {
                    run.lease().renew();
                }
                if (stopped || next.isEmpty()) {
                    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                    if (Thread.interrupted()) {
                        run.interrupted();
                    }
                }
            }
        }
    }

    private void encodeWhatIsLeft(Run run, List<Long> partitions) {
        while (!run.cancelled()) {
            Optional<StepExecution> next =
                    now(partitions).stream().filter(ChunkCrew::waiting).findFirst();
            if (next.isEmpty()) {
                return;
            }
            chunks.work(next.get());
        }
    }

    private List<StepExecution> now(List<Long> partitions) {
        return partitions.stream()
                .map(id -> Objects.requireNonNull(repository.getStepExecution(id), "a partition that was made"))
                .toList();
    }

    /** Begun by nobody, or given back by a worker that was asked to stop. */
    static boolean waiting(StepExecution partition) {
        return partition.getStatus() == BatchStatus.STARTING || partition.getStatus() == BatchStatus.STOPPED;
    }

    private static boolean ended(StepExecution partition) {
        return !waiting(partition) && partition.getStatus() != BatchStatus.STARTED;
    }

    /** When partitions last showed that somebody works on them: by this process's clock, for those of others may be wrong. */
    private static final class Signs {

        private record Sign(int version, long seenAt) {}

        private final Duration lifetime;
        private final Map<Long, Sign> last = new HashMap<>();

        Signs(Duration lifetime) {
            this.lifetime = lifetime;
        }

        Optional<StepExecution> silent(List<StepExecution> now) {
            long at = System.nanoTime();
            for (StepExecution partition : now) {
                int version = Objects.requireNonNullElse(partition.getVersion(), 0);
                Sign sign = last.get(partition.getId());
                if (sign == null || sign.version() != version) {
                    last.put(partition.getId(), new Sign(version, at));
                } else if (!ended(partition) && at - sign.seenAt() > lifetime.toNanos()) {
                    return Optional.of(partition);
                }
            }
            return Optional.empty();
        }
    }
}
