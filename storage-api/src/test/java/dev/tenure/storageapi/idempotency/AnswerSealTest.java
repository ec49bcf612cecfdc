package dev.tenure.storageapi.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenure.catalog.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AnswerSealTest {

    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final String TEXT = "8e03978e-40d5-43e8-bc93-6894a57f9324";

    private final AnswerSeal seal = new AnswerSeal(JsonMapper.shared());
    private final IdempotencyKey key = IdempotencyKey.of(ACCOUNT, "token:a", TEXT);
    private final KeptAnswer answer = new KeptAnswer(201, Map.of("Location", "/x"), "{\"token\":\"secret\"}");

    @Test
    void opensWhatItSealed() {
        KeptAnswer opened = seal.open(key, seal.seal(key, answer));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.headers()).isEqualTo(answer.headers());
        assertThat(opened.body()).isEqualTo(answer.body());
    }

    @Test
    void showsNothingOfItAndNeverTheSameTwice() {
        byte[] sealed = seal.seal(key, answer);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret", "201", TEXT);
        assertThat(seal.seal(key, answer)).isNotEqualTo(sealed);
    }

    @Test
    void opensForItsOwnKeyAndCallerOnly() {
        byte[] sealed = seal.seal(key, answer);
        for (IdempotencyKey other : new IdempotencyKey[] {
            IdempotencyKey.of(ACCOUNT, "token:b", TEXT),
            IdempotencyKey.of(new AccountId(UUID.randomUUID()), "token:a", TEXT),
            IdempotencyKey.of(ACCOUNT, "token:a", TEXT.replace('8', '9'))
        }) {
            assertThatIllegalStateException().isThrownBy(() -> seal.open(other, sealed));
            assertThat(other.hash()).isNotEqualTo(key.hash());
        }
        sealed[sealed.length - 1] ^= 1;
        assertThatIllegalStateException().isThrownBy(() -> seal.open(key, sealed));
    }

    @Test
    void quotesBelongToTheHeader() {
        assertThat(IdempotencyKey.of(ACCOUNT, "token:a", " \"" + TEXT + "\" ")).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "\"\"",
                "with a space in it",
                "ä-ä-ä-ä-ä-ä-ä-ä-ä-ä",
                "\"unbalanced-0123456789",
                "tab\tin-0123456789abcdef"
            })
    void refusesWhatIsEasyToGuessOrHardToRead(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> IdempotencyKey.of(ACCOUNT, "token:a", header));
    }
}
