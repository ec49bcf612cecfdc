package dev.tenure.transcode.job;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.OnMedia;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.Probed;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.plan.NoticeSound;
import dev.tenure.transcode.plan.NoticeWish;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an account wants of a recording's notice in the files that are made of it, with the words and the sound that there are. */
final class NoticeWishes {

    private final Notices notices;
    private final NoticesOnMedia onMedia;
    private final MediaEngine engine;
    private final InstantSource clock;

    NoticeWishes(Notices notices, NoticesOnMedia onMedia, MediaEngine engine, InstantSource clock) {
        this.notices = notices;
        this.onMedia = onMedia;
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * The wish as it stands now; empty where nothing is wanted, or no notice is known of the recording.
     *
     * @param tags those of the recording's source, which say how long it is kept
     * @param directory where to look into the notice's sound
     * @throws Unplayable if the sound is wanted and nobody can play it: nothing is published without what the account must have
     */
    Optional<NoticeWish> of(Run run, ObjectTags tags, Path directory) throws IOException {
        Item item = run.item();
        OnMedia wanted = onMedia.wanted(item.account()).value();
        if (item.notice() == null || wanted.equals(OnMedia.NOTHING)) {
            return Optional.empty();
        }
        Notice notice = notices.find(item.account(), item.notice()).orElseThrow();
        String kept = kept(tags) + " (as of " + day(clock.instant().toString()) + ")";
        return Optional.of(new NoticeWish(
                notice.id().toString(),
                wanted,
                Labels.words(notice),
                words(notice, wanted),
                "Recorded with notice " + Labels.words(notice) + ", " + kept,
                "Recorded with notice " + notice.id() + ", " + kept,
                wanted.audible() && notice.sound() != null ? sound(run, notice, directory) : null));
    }

    /** Puts the sound that a plan's notice plays where the engine looks for it. */
    void bringSound(AccountId account, TranscodePlan plan, Path attemptDirectory) throws IOException {
        if (plan.played().isPresent()) {
            Files.createDirectories(attemptDirectory);
            NoticeId notice = NoticeId.of(Objects.requireNonNull(plan.notice()).id());
            Files.write(attemptDirectory.resolve(MediaEngine.NOTICE_SOUND), bytes(account, notice));
        }
    }

    /** In a line the short words come first, on a card all of them. */
    private static List<String> words(Notice notice, OnMedia wanted) {
        Stream<@Nullable String> words = wanted.visible() == OnMedia.Visible.CARD
                ? Stream.of(notice.text(), notice.onScreen())
                : Stream.of(notice.onScreen(), notice.text());
        return words.filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private static String kept(ObjectTags tags) {
        String goAt = tags.values().getOrDefault("tenure-go-at", "unknown");
        return switch (goAt) {
            case "never" -> "kept without an end";
            case "unknown" -> "end not known yet";
            default -> "kept until " + day(goAt);
        };
    }

    /** The day of an instant, in UTC. */
    private static String day(String instant) {
        return instant.substring(0, Math.min(instant.length(), "2026-11-27".length()));
    }

    private NoticeSound sound(Run run, Notice notice, Path directory) throws IOException {
        byte[] bytes = bytes(run.item().account(), notice.id());
        Path file = directory.resolve(MediaEngine.NOTICE_SOUND);
        Files.write(file, bytes);
        String unusable = "The sound of notice %s, which the account wants on its recordings, cannot be played"
                .formatted(Labels.words(notice));
        Container container = Container.sniff(Arrays.copyOf(bytes, Math.min(bytes.length, Container.SNIFF_BYTES)))
                .orElseThrow(() -> new Unplayable(unusable));
        return switch (engine.probe(file, container, directory, run)) {
            case Probed.Found found -> NoticeSound.of(found.facts()).orElseThrow(() -> new Unplayable(unusable));
            case Probed.Refused refused ->
                throw new Unplayable(unusable + ": " + refused.failure().reason());
        };
    }

    private byte[] bytes(AccountId account, NoticeId notice) {
        return notices.sound(account, notice)
                .orElseThrow(() -> new IllegalStateException("notice " + notice + " lost its sound"));
    }
}
