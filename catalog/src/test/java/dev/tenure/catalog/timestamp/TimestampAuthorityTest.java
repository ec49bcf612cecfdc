package dev.tenure.catalog.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.timestamp.AuthorityServer.Manner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampAuthorityTest {

    private static final byte[] MESSAGE = "the head".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final AuthorityServer server = new AuthorityServer();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void aTokenSaysWhenTheBytesWereSeenAndByWhom() {
        byte[] token = new TimestampAuthority(server.address(), PATIENT, null).stamp(MESSAGE);
        TimestampToken checked = TimestampToken.check(token, MESSAGE, null);
        assertThat(checked.at()).isEqualTo(AuthorityServer.SEEN);
        assertThat(checked.authority()).isEqualTo("CN=Timestamps of a test");
        assertThat(TimestampToken.check(token, MESSAGE, server.certificate())).isEqualTo(checked);
    }

    @Test
    void aTokenIsWorthNothingForOtherBytesOrOnceItWasChanged() {
        byte[] token = new TimestampAuthority(server.address(), PATIENT, null).stamp(MESSAGE);
        assertThatExceptionOfType(TimestampFailed.class)
                .isThrownBy(() -> TimestampToken.check(token, new byte[] {1}, null))
                .withMessageContaining("other bytes");
        byte[] changed = token.clone();
        changed[changed.length - 1] ^= 1;
        assertThatExceptionOfType(TimestampFailed.class).isThrownBy(() -> TimestampToken.check(changed, MESSAGE, null));
        assertThatExceptionOfType(TimestampFailed.class)
                .isThrownBy(() -> TimestampToken.check(new byte[] {1, 2}, MESSAGE, null));
    }

    @Test
    void onlyThePinnedCertificateWillDo() {
        try (AuthorityServer other = new AuthorityServer()) {
            TimestampAuthority pinned = new TimestampAuthority(server.address(), PATIENT, other.certificate());
            assertThatExceptionOfType(TimestampFailed.class).isThrownBy(() -> pinned.stamp(MESSAGE));
        }
        assertThat(new TimestampAuthority(server.address(), PATIENT, server.certificate()).stamp(MESSAGE))
                .isNotEmpty();
    }

    @Test
    void aCertificateForAnotherPurposeCannotStamp() {
        try (AuthorityServer web = new AuthorityServer(KeyPurposeId.id_kp_serverAuth)) {
            TimestampAuthority authority = new TimestampAuthority(web.address(), PATIENT, null);
            assertThatExceptionOfType(TimestampFailed.class).isThrownBy(() -> authority.stamp(MESSAGE));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GOOD", "DRIPS"})
    void whatIsNoTokenForTheRequestIsRefused(Manner manner) {
        server.behave(manner);
        TimestampAuthority authority = new TimestampAuthority(server.address(), PATIENT, null);
        assertThatExceptionOfType(TimestampFailed.class).isThrownBy(() -> authority.stamp(MESSAGE));
        assertThat(server.requests()).as("no redirect is followed").isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() {
        server.behave(Manner.DRIPS);
        TimestampAuthority authority = new TimestampAuthority(server.address(), Duration.ofMillis(300), null);
        assertThatExceptionOfType(TimestampFailed.class)
                .isThrownBy(() -> authority.stamp(MESSAGE))
                .withMessageContaining("did not answer");
    }
}
