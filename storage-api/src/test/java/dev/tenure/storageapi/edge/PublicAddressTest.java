package dev.tenure.storageapi.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @Test
    void linksAreRelativeWhileNobodyHasSaid() {
        assertThat(new PublicAddress(null).base()).isEqualTo("/");
        assertThat(new PublicAddress(" ").base()).isEqualTo("/");
        assertThat(new PublicAddress(" ").encrypted()).isFalse();
    }

    @Test
    void knowsWhetherBrowsersMayStayOnHttps() {
        assertThat(new PublicAddress("https://tenure.example.org").encrypted()).isTrue();
        assertThat(new PublicAddress("http://localhost:8480").encrypted()).isFalse();
        assertThat(new PublicAddress("https://tenure.example.org").base()).isEqualTo("https://tenure.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tenure.example.org",
                "https://tenure.example.org/",
                "https://tenure.example.org:443",
                " https://tenure.example.org "
            })
    void isOneOriginHoweverItIsWritten(String text) {
        assertThat(new PublicAddress(text).said()).contains("https://tenure.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenure.example.org",
                "ftp://tenure.example.org",
                "https://",
                "https://user@tenure.example.org",
                "https://tenure.example.org/path",
                "https://tenure.example.org?x",
                "javascript:alert(1)",
                "https://a b",
                "https://no_host"
            })
    void refusesWhatIsNoAddressAtStart(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicAddress(text));
    }
}
