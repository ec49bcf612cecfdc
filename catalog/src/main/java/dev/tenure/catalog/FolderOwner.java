package dev.tenure.catalog;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * Who keeps bytes in folders of accounts, {@code <account-id>/<folder>/…}, that no row of the catalog names. Each module that does brings one, so that
 * nobody takes them for nobody's.
 */
public interface FolderOwner {

    /** Those of these folders in which it keeps bytes, or still deletes them itself. An item's folder may be among them. */
    Set<UUID> keeps(Collection<UUID> folders);
}
