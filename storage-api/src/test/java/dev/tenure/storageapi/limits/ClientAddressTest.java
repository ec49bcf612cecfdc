package dev.tenure.storageapi.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private final ClientAddress alone = new ClientAddress(List.of());
    private final ClientAddress behindProxies = new ClientAddress(List.of("10.0.0.0/8", "2001:db8:1::/48"));

    @Test
    void believesNobodyByDefault() {
        assertThat(alone.of("198.51.100.1", List.of("203.0.113.7"))).isEqualTo("198.51.100.1");
        assertThat(alone.of("127.0.0.1", List.of("203.0.113.7"))).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.1.1.1       | 203.0.113.7                        | 203.0.113.7
            10.1.1.1       | 203.0.113.7, 10.2.2.2              | 203.0.113.7
            10.1.1.1       | 1.1.1.1, 203.0.113.7, 10.2.2.2     | 203.0.113.7
            10.1.1.1       | made up, 203.0.113.7               | 203.0.113.7
            10.1.1.1       | 203.0.113.7, made up               | 10.1.1.1
            10.1.1.1       | evil.example                       | 10.1.1.1
            10.1.1.1       | 10.2.2.2                           | 10.1.1.1
            2001:db8:1::1  | 2001:db8:2:3:4:5:6:7               | 20010db800020003
            198.51.100.1   | 203.0.113.7                        | 198.51.100.1
            """)
    void believesProxiesAboutWhomTheyHeardFrom(String peer, String forwarded, String counted) {
        assertThat(behindProxies.of(peer, List.of(forwarded))).isEqualTo(counted);
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(behindProxies.of("10.1.1.1", List.of("1.1.1.1", "203.0.113.7", "10.2.2.2")))
                .isEqualTo("203.0.113.7");
        assertThat(behindProxies.of("10.1.1.1", List.of())).isEqualTo("10.1.1.1");
    }

    @Test
    void countsAnIpv6CustomerNotItsAddresses() {
        assertThat(alone.of("2001:db8::1", List.of())).isEqualTo(alone.of("2001:db8::ffff:2", List.of()));
        assertThat(alone.of("0:0:0:0:0:0:0:1", List.of())).isEqualTo("0000000000000000");
        assertThat(alone.of("::ffff:198.51.100.1", List.of())).isEqualTo("198.51.100.1");
    }
}
