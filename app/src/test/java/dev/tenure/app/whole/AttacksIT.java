package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that strangers can send, one row each: the answer is the one that is meant, what was acknowledged stays as it is, good bytes are taken
 * afterwards, and in the end no work is left that can never be done.
 */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksIT {

    private final Ground ground;

    AttacksIT(World world) {
        this.ground = new Ground(world);
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                        HostileMedia.attacks(),
                        HostileDocuments.attacks(),
                        HostileRequests.attacks(),
                        HostileUploads.attacks(),
                        HostileCalls.attacks())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isAnsweredAndHarmsNobody(Attack attack) {
        attack.attempt().accept(ground);
        ground.isWell();
    }

    @Test
    void everyThreatIsTriedAndEveryRowHasANameOfItsOwn() {
        assertThat(attacks().map(Attack::threat)).contains(Attack.Threat.values());
        assertThat(attacks().map(Attack::toString)).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    @AfterAll
    void theServerLivesOn() {
        try (ground) {
            ground.stillPlays();
            ground.nothingIsStuck();
        }
    }
}
