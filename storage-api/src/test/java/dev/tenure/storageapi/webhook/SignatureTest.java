package dev.tenure.storageapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

    /** The vector that the libraries of Standard Webhooks are tested with. */
    private static final WebhookSecret SECRET =
            new WebhookSecret(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsThePublicVector() {
        assertThat(Signature.headers(List.of(SECRET), ID, AT, BODY))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "webhook-id", ID,
                        "webhook-timestamp", "1614265330",
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void signsLikeThePublicLibraryWhateverTheSecretAndTheBody() throws Exception {
        for (String text : List.of("", "{}", "{\"name\":\"Ærøskøbing · 東京\"}")) {
            WebhookSecret secret = WebhookSecret.random();
            assertThat(Signature.headers(List.of(secret), ID, AT, text.getBytes(StandardCharsets.UTF_8)))
                    .containsEntry("webhook-signature", new Webhook(secret.text()).sign(ID, AT.getEpochSecond(), text));
        }
    }

    @Test
    void signsWithEachSecretSeparatedByASpace() throws Exception {
        WebhookSecret old = WebhookSecret.random();
        String body = new String(BODY, StandardCharsets.UTF_8);
        assertThat(Signature.headers(List.of(SECRET, old), ID, AT, BODY).get("webhook-signature"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= "
                        + new Webhook(old.text()).sign(ID, AT.getEpochSecond(), body));
    }

    @Test
    void secretsHaveTheLengthOfTheSpecificationAndAreNotPrinted() {
        assertThat(SECRET.text()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(SECRET).hasToString("WebhookSecret[hidden]");
        assertThat(WebhookSecret.random().bytes()).hasSize(32);
        assertThat(WebhookSecret.random().text())
                .isNotEqualTo(WebhookSecret.random().text());
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSecret(new byte[23]));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSecret(new byte[65]));
    }
}
