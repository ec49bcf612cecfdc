package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(CatalogWorld.Shared.class)
class NoticesIT {

    private static final NewNotice.Sound SOUND =
            new NewNotice.Sound("audio/wav", "RIFF....WAVE".getBytes(StandardCharsets.US_ASCII));

    private final CatalogWorld world;
    private final Notices notices;
    private final AccountId account;

    NoticesIT(CatalogWorld world) {
        this.world = world;
        this.notices = world.the(Notices.class);
        this.account = world.anAccount();
    }

    private Notice register(String name, int version, String language, String text) {
        return notices.register(account, NewNotice.of(name, version, language, text), CatalogWorld.ACTOR);
    }

    @Test
    void neverChangesANoticeVersion() {
        Notice notice = register("consent", 1, "en", "This is recorded.");
        assertThat(register("consent", 1, "en", "This is recorded.")).isEqualTo(notice);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> register("consent", 1, "en", "This is not recorded."))
                .withMessageContaining("new version");
        assertThat(notices.find(account, notice.id())).contains(notice);
        assertThat(register("consent", 2, "en", "Other.").id()).isNotEqualTo(notice.id());
        assertThat(register("consent", 1, "de", "Aufnahme.").id()).isNotEqualTo(notice.id());
        assertThat(notices.find(world.anAccount(), notice.id())).isEmpty();
        assertThatThrownBy(() -> world.the(JdbcClient.class)
                        .sql("UPDATE notice SET text = 'x' WHERE id = :id")
                        .param("id", notice.id().value())
                        .update())
                .hasMessageContaining("notice");
    }

    @Test
    void keepsWhatIsShownAndPlayed() {
        NewNotice told = new NewNotice("spoken", 1, "en", "This meeting is recorded.", "Recording", SOUND);
        Notice notice = notices.register(account, told, CatalogWorld.ACTOR);
        assertThat(notice.onScreen()).isEqualTo("Recording");
        assertThat(notice.sound())
                .isEqualTo(new Notice.Sound("audio/wav", SOUND.bytes().length, ContentHash.sha256(SOUND.bytes())));
        assertThat(notices.sound(account, notice.id()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(SOUND.bytes()));
        assertThat(notices.sound(world.anAccount(), notice.id())).isEmpty();
        // A media server knows the text alone.
        assertThat(register("spoken", 1, "en", "This meeting is recorded.")).isEqualTo(notice);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notices.register(
                        account, new NewNotice("spoken", 1, "en", told.text(), "Other", null), CatalogWorld.ACTOR));
    }

    @Test
    void showsEachNoticeOnceTheNewestFirst() {
        List<NoticeId> registered = new ArrayList<>();
        for (int version = 1; version <= 5; version++) {
            registered.addFirst(register("paged", version, "en", "text").id());
        }
        List<NoticeId> shown = new ArrayList<>();
        List<Notice> page = notices.page(account, null, 2);
        while (!page.isEmpty()) {
            page.forEach(notice -> shown.add(notice.id()));
            page = notices.page(account, shown.getLast(), 2);
        }
        assertThat(shown).isEqualTo(registered);
        assertThat(notices.page(world.anAccount(), null, 2)).isEmpty();
    }

    @Test
    void refusesANoticeThatSaysNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> register("n", 0, "en", "text"));
        assertThatIllegalArgumentException().isThrownBy(() -> register("", 1, "en", "text"));
        assertThatIllegalArgumentException().isThrownBy(() -> register("n", 1, "", "text"));
        assertThatIllegalArgumentException().isThrownBy(() -> register("n", 1, "en", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> register("n", 1, "en", "a\u0000"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewNotice.Sound("audio/wav", new byte[NewNotice.MAX_SOUND + 1]));
    }

    @Test
    void keepsWhatAnAccountWantsInItsFilesForWhoSawIt() {
        NoticesOnMedia onMedia = world.the(NoticesOnMedia.class);
        OnMedia line = new OnMedia(OnMedia.Visible.LINE, true);
        assertThat(onMedia.wanted(account)).isEqualTo(new Revised<>(OnMedia.NOTHING, 0));

        assertThat(onMedia.want(account, line, new Expected(Set.of(0L)), CatalogWorld.ACTOR))
                .isTrue();
        assertThat(onMedia.want(account, OnMedia.NOTHING, new Expected(Set.of(0L)), CatalogWorld.ACTOR))
                .isFalse();
        assertThat(onMedia.wanted(account)).isEqualTo(new Revised<>(line, 1));
        assertThat(onMedia.wanted(world.anAccount())).isEqualTo(new Revised<>(OnMedia.NOTHING, 0));
    }
}
