package dev.tenure.model;

import dev.tenure.model.Command.Arrival;
import dev.tenure.model.Command.Asked;
import dev.tenure.model.Command.Edge;
import dev.tenure.model.Command.Side;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.strict.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws histories: from the seed alone, so that the same seed gives the same history on any machine. */
final class Generator {

    private static final int MEETINGS = 4;

    /** Operations whose failing means something here. */
    private static final List<Operation> FAILING =
            List.of(Operation.DELETE_OBJECTS, Operation.LIST_OBJECT_VERSIONS, Operation.PUT_OBJECT);

    private record Weighed(int weight, Supplier<Command> draw) {}

    private final SplittableRandom random;
    private final List<Weighed> choices = new ArrayList<>();
    private int total;
    private int items;
    private int holds;

    private Generator(long seed) {
        random = new SplittableRandom(seed);
        weigh(12, this::ingest);
        weigh(4, () -> new Command.LateObject(item()));
        weigh(6, () -> new Command.Trash(item()));
        weigh(4, () -> new Command.Restore(item()));
        weigh(3, () -> new Command.Choose(item(), of(Rules.PERIODS)));
        weigh(3, () -> new Command.Revise(random.nextInt(Rules.ALL.size())));
        weigh(2, Command.BindExisting::new);
        weigh(1, Command.RevokeChange::new);
        weigh(6, this::hold);
        weigh(6, () -> new Command.Release(random.nextInt(Math.max(1, holds))));
        weigh(9, () -> new Command.Tick(Duration.ofHours(1 + random.nextInt(24 * 25))));
        weigh(4, () -> new Command.Tick(Duration.ofMinutes(1 + random.nextInt(60))));
        weigh(8, () -> new Command.TickTo(item(), of(List.of(Edge.values()))));
        weigh(1, () -> new Command.ClockLeaps(leap()));
        weigh(2, Command.ClockIsSetRight::new);
        weigh(2, Command.PersonReleasesSweeps::new);
        weigh(14, Command.Sweep::new);
        weigh(12, Command.Destroy::new);
        weigh(2, Command.CloseRuns::new);
        weigh(2, Command.GiveLeaves::new);
        weigh(4, Command.MirrorHolds::new);
        weigh(1, Command.AuditLocks::new);
        weigh(4, Command.Reconcile::new);
        weigh(5, () -> new Command.DieAt(1 + random.nextInt(8), of(List.of(Side.values()))));
        weigh(3, () -> new Command.StoreFails(of(FAILING), of(List.of(Failing.values())), 1 + random.nextInt(3)));
        weigh(2, () -> new Command.StoreRefuses(item()));
        weigh(3, Command.StoreRecovers::new);
        weigh(1, () -> new Command.AdminDeletes(item()));
        weigh(2, () -> new Command.StrangerWrites(item()));
    }

    static History history(long seed, int steps) {
        Generator generator = new Generator(seed);
        List<Command> commands = new ArrayList<>();
        commands.add(new Command.Revise(generator.random.nextInt(Rules.ALL.size())));
        commands.add(generator.ingest());
        while (commands.size() < steps) {
            commands.add(generator.next());
        }
        return new History(commands);
    }

    private void weigh(int weight, Supplier<Command> draw) {
        choices.add(new Weighed(weight, draw));
        total += weight;
    }

    private Command next() {
        int drawn = random.nextInt(total);
        for (Weighed choice : choices) {
            drawn -= choice.weight();
            if (drawn < 0) {
                return choice.draw().get();
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private Command ingest() {
        int kind = random.nextInt(12);
        Arrival arrival = kind == 0 ? Arrival.WITHOUT_END : kind == 1 ? Arrival.QUARANTINED : Arrival.READY;
        return new Command.Ingest(items++, random.nextInt(MEETINGS), arrival, period(), 1 + random.nextInt(2));
    }

    private @Nullable String period() {
        return random.nextInt(3) == 0 ? null : of(Rules.PERIODS);
    }

    private Command hold() {
        List<Integer> listed = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            listed.add(item());
        }
        Asked asked = random.nextInt(2) == 0 ? Asked.NOTHING : of(List.of(Asked.values()));
        if (listed.isEmpty() && asked == Asked.NOTHING) {
            listed.add(item());
        }
        return new Command.Hold(holds++, listed.stream().distinct().toList(), asked, random.nextInt(MEETINGS));
    }

    private Duration leap() {
        Duration by = switch (random.nextInt(3)) {
            case 0 -> Duration.ofSeconds(1 + random.nextInt(29));
            case 1 -> Duration.ofHours(1 + random.nextInt(100));
            default -> Duration.ofDays(1 + random.nextInt(1000));
        };
        return random.nextInt(3) == 0 ? by.negated() : by;
    }

    /** One of the last, which mostly live still. */
    private int item() {
        return Math.max(0, items - 1 - random.nextInt(Math.min(12, Math.max(1, items))));
    }

    private <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
