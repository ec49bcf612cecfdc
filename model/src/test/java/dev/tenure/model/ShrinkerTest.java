package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.Command.Release;
import dev.tenure.model.Command.Sweep;
import dev.tenure.model.Command.Trash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    /** Fails where something was deleted after something was released. */
    private static Optional<Runner.Failure> fails(History history) {
        int released = -1;
        List<Command> commands = history.commands();
        for (int i = 0; i < commands.size(); i++) {
            released = commands.get(i) instanceof Release ? i : released;
            if (commands.get(i) instanceof Trash && released >= 0) {
                return Optional.of(new Runner.Failure(history, i + 1, List.of(new Violation("rule", "words"))));
            }
        }
        return Optional.empty();
    }

    @Test
    void leavesOnlyWhatItNeeds() {
        History history = Generator.history(5, 300);
        Runner.Failure failure = fails(history).orElseThrow();
        Runner.Failure shortest = new Shrinker(ShrinkerTest::fails).shrink(failure);
        assertThat(shortest.history().commands()).hasSize(2);
        assertThat(shortest.history().commands().getFirst()).isInstanceOf(Release.class);
        assertThat(shortest.history().commands().getLast()).isInstanceOf(Trash.class);
    }

    @Test
    void leavesAShortHistoryAsItIs() {
        History history = new History(List.of(new Release(0), new Trash(0)));
        Runner.Failure failure = fails(history).orElseThrow();
        assertThat(new Shrinker(ShrinkerTest::fails).shrink(failure).history()).isEqualTo(history);
    }

    @Test
    void dropsWhatCameBehind() {
        History history = new History(List.of(new Release(0), new Trash(0), new Sweep(), new Sweep()));
        Runner.Failure failure = fails(history).orElseThrow();
        assertThat(new Shrinker(ShrinkerTest::fails).shrink(failure).history().commands())
                .hasSize(2);
    }
}
