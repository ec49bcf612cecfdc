package dev.tenure.model;

import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailCheck;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.catalog.trail.TrailReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out histories on one ground, and looks for what must never be after each command. */
final class Runner implements AutoCloseable {

    /** So often all items are asked about; after each command only those that it names would take longer than it is worth. */
    private static final int THOROUGH = 20;

    private final Ground ground;
    private Consumer<Ground> defect = ground -> {};
    private final Seen seen = new Seen();
    private int everySoMany = THOROUGH;
    private long steps;

    Runner() throws IOException, SQLException {
        ground = new Ground();
    }

    /**
     * What went wrong.
     *
     * @param step the command after which it was seen, from 1; one more than there are when it was seen at the end
     */
    record Failure(History history, int step, List<Violation> violations) {

        Failure {
            violations = List.copyOf(violations);
        }

        /** The invariant that was seen broken first. */
        String rule() {
            return violations.getFirst().rule();
        }

        String text() {
            return "After command %d of%n%s%s%n"
                    .formatted(
                            step,
                            history.text(),
                            String.join(
                                    System.lineSeparator(),
                                    violations.stream().map(Violation::toString).toList()));
        }
    }

    /** Does something that must be found, after each command. */
    void plant(Consumer<Ground> planted) {
        defect = planted;
    }

    Ground ground() {
        return ground;
    }

    /** Commands carried out so far, in all histories. */
    long steps() {
        return steps;
    }

    /** What came about so far, in all histories. */
    Seen seen() {
        return seen;
    }

    Optional<Failure> run(History history) {
        try {
            ground.wipe();
        } catch (SQLException e) {
            throw new IllegalStateException("the ground could not be wiped", e);
        }
        Subject subject = new Subject(ground);
        int deaths = ground.life().deaths();
        Expectation expectation = subject.expectation();
        Watch watch = new Watch(ground, expectation, seen);
        Answers answers = new Answers(ground, expectation);
        ground.bucket().begin(watch::destroying);
        SignedHead head = ground.the(TrailProofs.class).head().orElse(null);
        List<Command> commands = history.commands();
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            steps++;
            List<Violation> wrong = new ArrayList<>(subject.carryOut(command));
            defect.accept(ground);
            wrong.addAll(watch.after(command));
            boolean thorough = i % everySoMany == everySoMany - 1;
            for (Kept item : expectation.items()) {
                if (!item.gone() && ground.clocksAgree() && (thorough || item.label == named(command))) {
                    wrong.addAll(answers.of(item));
                }
            }
            if (!wrong.isEmpty()) {
                return Optional.of(new Failure(history, i + 1, wrong));
            }
        }
        for (int died = deaths; died < ground.life().deaths(); died++) {
            seen.died();
        }
        List<Violation> wrong = new Ending(ground, subject, watch, answers).judge(head);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Failure(history, commands.size() + 1, wrong));
    }

    private static int named(Command command) {
        return switch (command) {
            case Command.Ingest ingest -> ingest.item();
            case Command.Trash trash -> trash.item();
            case Command.Restore restore -> restore.item();
            case Command.Choose choose -> choose.item();
            default -> -1;
        };
    }

    /** The whole trail of all histories, recomputed. */
    TrailReport checkTrail() {
        return ground.the(TrailCheck.class).run(List.of());
    }

    /** A shorter history in which the same is broken; it is looked at thoroughly all the time, so that its length does not matter for what is seen. */
    Failure shrunk(Failure failure) {
        everySoMany = 1;
        try {
            return new Shrinker(
                            history -> run(history).filter(other -> other.rule().equals(failure.rule())))
                    .shrink(failure);
        } finally {
            everySoMany = THOROUGH;
        }
    }

    @Override
    public void close() throws IOException {
        ground.close();
    }
}
