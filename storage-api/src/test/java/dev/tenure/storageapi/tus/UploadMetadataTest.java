package dev.tenure.storageapi.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadMetadataTest {

    @Test
    void readsKeysWithAndWithoutValues() {
        UploadMetadata metadata = UploadMetadata.parse("title w6TDtg==, empty ,flag,x ");
        assertThat(metadata.need("title")).isEqualTo("äö");
        assertThat(metadata.find("flag")).isEmpty();
        assertThat(metadata.values()).containsOnlyKeys("title", "empty", "flag", "x");
    }

    @Test
    void takesAMissingHeaderAsNothingSaid() {
        assertThat(UploadMetadata.parse(null).values()).isEmpty();
        assertThat(UploadMetadata.parse("  ").values()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadMetadata.parse(null).need("account"))
                .withMessageContaining("'account'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title !!!", "a b c", ",", "a YQ==,", "a YQ==,a YQ=="})
    void namesWhatCannotBeRead(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadMetadata.parse(header))
                .withMessageContaining("Upload-Metadata");
    }
}
