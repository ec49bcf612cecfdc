package dev.tenure.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a history shorter as long as the same goes wrong: leaves out everything behind the command after which it was seen, then halves, quarters and so on
 * down to single commands. Commands name what they mean, so that what is left out changes no other.
 */
final class Shrinker {

    /** Trials of one shrinking; a history that is not short by then is short enough to be read. */
    private static final int MOST_TRIALS = 400;

    private final Function<History, Optional<Runner.Failure>> fails;
    private int trials;

    /** @param fails whether the same goes wrong in a history, and where */
    Shrinker(Function<History, Optional<Runner.Failure>> fails) {
        this.fails = fails;
    }

    Runner.Failure shrink(Runner.Failure failure) {
        Runner.Failure shortest = failure;
        List<Command> commands = failure.history().commands();
        int seen = Math.min(failure.step(), commands.size());
        if (seen < commands.size()) {
            shortest = tried(commands.subList(0, seen)).orElse(shortest);
        }
        for (int chunk = Math.max(1, shortest.history().commands().size() / 2); trials < MOST_TRIALS; ) {
            Runner.Failure shorter = withoutChunks(shortest, chunk);
            boolean done = chunk == 1 && shorter.history().equals(shortest.history());
            shortest = shorter;
            if (done) {
                break;
            }
            chunk = Math.max(1, chunk / 2);
        }
        return shortest;
    }

    /** Without every chunk of this length that it does not need; the same where it needs all. */
    private Runner.Failure withoutChunks(Runner.Failure failure, int chunk) {
        Runner.Failure shortest = failure;
        int from = 0;
        while (from < shortest.history().commands().size() && trials < MOST_TRIALS) {
            List<Command> commands = shortest.history().commands();
            List<Command> rest = new ArrayList<>(commands.subList(0, from));
            rest.addAll(commands.subList(Math.min(commands.size(), from + chunk), commands.size()));
            Optional<Runner.Failure> found = rest.isEmpty() ? Optional.empty() : tried(rest);
            if (found.isPresent()) {
                shortest = found.get();
            } else {
                from += chunk;
            }
        }
        return shortest;
    }

    private Optional<Runner.Failure> tried(List<Command> commands) {
        trials++;
        return fails.apply(new History(commands));
    }
}
