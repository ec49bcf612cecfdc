package dev.tenure.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Consent notices of accounts: each a name, in versions, each of them in languages. */
public interface Notices {

    /**
     * Records a notice version, or returns the one known.
     *
     * @throws IllegalArgumentException when the version is known with other content: versions are immutable, so count up
     */
    Notice register(AccountId account, NewNotice notice, Actor actor);

    /** The account's notice; a foreign one is not found. */
    Optional<Notice> find(AccountId account, NoticeId id);

    Optional<Notice> find(AccountId account, String name, int version, String language);

    /** The account's notices, the newest first; those registered before {@code before} where that is given. */
    List<Notice> page(AccountId account, @Nullable NoticeId before, int limit);

    /** The bytes of its sound file, where it has one. */
    Optional<byte[]> sound(AccountId account, NoticeId id);
}
