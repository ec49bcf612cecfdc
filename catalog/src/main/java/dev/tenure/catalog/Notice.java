package dev.tenure.catalog;

/**
 * A consent notice as participants saw or heard it. A version never changes once it is registered.
 *
 * @param name what the account calls it
 * @param language BCP 47 tag
 */
public record Notice(NoticeId id, String name, int version, String language, String text) {}
