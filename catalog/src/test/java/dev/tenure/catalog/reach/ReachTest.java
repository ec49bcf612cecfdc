package dev.tenure.catalog.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    private static final Reach PUBLIC = new Reach(List.of(), List.of());
    private static final String SOMEWHERE = "93.184.215.14";

    private static void reach(Reach reach, String url, String... addresses) throws NotReachable {
        Target target = reach.target(url);
        InetAddress[] resolved = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            resolved[i] = InetAddress.ofLiteral(addresses[i]);
        }
        reach.check(target, resolved);
    }

    private static void refuses(Reach reach, String url, String... addresses) {
        assertThatExceptionOfType(NotReachable.class)
                .as("%s at %s", url, List.of(addresses))
                .isThrownBy(() -> reach(reach, url, addresses));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "127.255.0.1",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesEveryAddressThatIsNotOfThePublicInternet(String inside) {
        refuses(PUBLIC, "https://hooks.example.org/in", inside);
        refuses(PUBLIC, "https://hooks.example.org/in", SOMEWHERE, inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "93.184.215.14",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.254",
                "2606:4700:4700::1111",
                "2a00:1450:4001::5",
                "2001:4860:4860::8888",
                "2003::1"
            })
    void reachesPublicAddresses(String outside) throws NotReachable {
        reach(PUBLIC, "https://hooks.example.org/in?a=b", outside);
        reach(PUBLIC, "https://hooks.example.org:8443/", outside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://127.0.0.01/",
                "https://127.0.0.1./",
                "https://017700000001/",
                "https://256.0.0.1/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://localhost./",
                "https://hooks.example.org./",
                "https://user@hooks.example.org/",
                "https://hooks.example.org@127.0.0.1/",
                "https://hooks.example.org:443@127.0.0.1:80/",
                "https://hooks.example.org#@127.0.0.1/",
                "https://hooks_example.org/",
                "https://-a.example.org/",
                "https://example.0x7f/",
                "https://example.1/",
                "https://exam\u00adple.org/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://127\u30020\u30020\u30021/",
                "https:///path",
                "https:hooks",
                "//hooks.example.org/",
                "hooks.example.org",
                "ftp://hooks.example.org/",
                "file:///etc/passwd",
                "gopher://hooks.example.org/",
                "jar:https://hooks.example.org/!/",
                "https://hooks.example.org:0/",
                "https://hooks.example.org:65536/",
                "https://hooks.example.org:-1/",
                "https://hooks.example.org\\@127.0.0.1/",
                "https://hooks.example.org /",
                "https://hooks.example.org/\r\nHost:inside",
                "https://%31%32%37.0.0.1/",
                ""
            })
    void refusesWhatProgramsReadDifferently(String url) {
        refuses(PUBLIC, url, SOMEWHERE);
    }

    @Test
    void anAddressInItsUsualFormIsLookedAtLikeAnyOther() throws NotReachable {
        assertThat(PUBLIC.target("https://[::FFFF:7F00:1]/").host()).isEqualTo("::ffff:7f00:1");
        assertThat(PUBLIC.target("HTTPS://Hooks.Example.ORG/x").host()).isEqualTo("hooks.example.org");
        reach(PUBLIC, "https://93.184.215.14/", SOMEWHERE);
        refuses(PUBLIC, "https://127.0.0.1/", "127.0.0.1");
        refuses(PUBLIC, "https://[::1]/", "::1");
    }

    @Test
    void wantsTlsOnAUsualPortOutside() throws NotReachable {
        refuses(PUBLIC, "http://hooks.example.org/", SOMEWHERE);
        refuses(PUBLIC, "https://hooks.example.org:25/", SOMEWHERE);
        refuses(PUBLIC, "https://hooks.example.org:6379/", SOMEWHERE);
    }

    @Test
    void reachesWhatTheOperatorAllowedInsideAndNothingBesideIt() throws NotReachable {
        Reach inside = new Reach(List.of(), List.of("10.1.0.0/16", "fd00:1::/32"));
        reach(inside, "http://hooks.internal:8080/", "10.1.2.3");
        reach(inside, "https://hooks.internal:9000/", "fd00:1::9", "10.1.0.1");
        refuses(inside, "https://hooks.internal/", "10.2.0.1");
        refuses(inside, "https://hooks.internal/", "10.1.0.1", "127.0.0.1");
        refuses(inside, "http://hooks.example.org/", SOMEWHERE, "10.1.0.1");
    }

    @Test
    void reachesOnlyTheNamesThatTheOperatorListed() throws NotReachable {
        Reach listed = new Reach(List.of("hooks.example.org", "*.Example.com"), List.of());
        reach(listed, "https://hooks.example.org:9443/", SOMEWHERE);
        reach(listed, "https://a.b.example.com/", SOMEWHERE);
        refuses(listed, "https://example.com/", SOMEWHERE);
        refuses(listed, "https://evilexample.com/", SOMEWHERE);
        refuses(listed, "https://hooks.example.org.evil.net/", SOMEWHERE);
        refuses(listed, "https://93.184.215.14/", SOMEWHERE);
        refuses(listed, "https://hooks.example.org/", "127.0.0.1");
        refuses(listed, "http://hooks.example.org/", SOMEWHERE);
    }

    @Test
    void saysTheSameOfNamesThatMeanNothingAndNamesThatMeanSomethingInside() {
        assertThatExceptionOfType(NotReachable.class)
                .isThrownBy(() -> reach(PUBLIC, "https://db.internal/", "10.0.0.5"))
                .withMessage(Reach.unreachable().getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "name/8", "/8", "10.0.0.0/x"})
    void refusesNetworksThatAreNone(String cidr) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(cidr)).withMessageContaining(cidr);
    }
}
