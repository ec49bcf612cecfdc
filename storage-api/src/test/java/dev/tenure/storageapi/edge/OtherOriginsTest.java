package dev.tenure.storageapi.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Whose pages may upload. */
class OtherOriginsTest {

    @Test
    void nobodysUnlessTheSiteSaysSo() {
        OtherOrigins untold =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("tenure.http", OtherOrigins.class);
        assertThat(untold.allowedOrigins()).isEmpty();
    }

    @Test
    void originsAreTakenAsBrowsersSendThem() {
        List<String> origins = List.of("https://recorder.example.org", "http://localhost:5173");
        assertThat(new OtherOrigins(origins).allowedOrigins()).isEqualTo(origins);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "recorder.example.org",
                "https://*.example.org",
                "https://recorder.example.org/",
                "https://recorder.example.org:443",
                "https://recorder.example.org/page"
            })
    void anythingElseIsRefused(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OtherOrigins(List.of(wrong)))
                .withMessageContaining("tenure.http.allowed-origins");
    }
}
