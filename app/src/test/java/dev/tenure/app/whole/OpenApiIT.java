package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The API's description is public, and the copy in the documentation is what the server says. */
@ExtendWith(World.Shared.class)
class OpenApiIT {

    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Http nobody;

    OpenApiIT(World world) {
        nobody = world.nobody();
    }

    /** {@code -Dopenapi.update=true} writes the copy anew. */
    @Test
    void documentationShowsWhatTheServerSays() throws IOException {
        Path copy = Path.of("../docs/openapi.json");
        Map<String, Object> said = said();
        // The address is that of this test's server.
        said.remove("servers");
        String text = SORTED.writeValueAsString(said) + "\n";
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(copy, text);
        }
        assertThat(copy)
                .as("run with -Dopenapi.update=true after a wanted change")
                .hasContent(text);
    }

    @Test
    void describesEveryPathWithoutAskingForAToken() {
        Map<String, Object> said = said();
        assertThat(String.valueOf(said.get("openapi"))).startsWith("3.1");
        assertThat(said.get("paths"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsKeys(
                        "/api/v1/uploads", "/api/v1/items", "/api/v1/holds", "/api/v1/people", "/play/{ticket}/{name}");
    }

    private Map<String, Object> said() {
        return SORTED.readValue(
                nobody.get("/api/v1/openapi").expect(200).body(), new TypeReference<TreeMap<String, Object>>() {});
    }
}
