package dev.tenure.catalog;

/**
 * A customer organisation: the controller of what its hosts record.
 *
 * @param slug the short name that people and media servers use
 */
public record Account(AccountId id, String slug, String name) {}
