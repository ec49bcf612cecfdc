/**
 * Deleting everything under a prefix, and believing it only when the store lists nothing any more.
 *
 * <p>{@link dev.tenure.objectstore.deletion.PrefixDeletion} lists and deletes at once: while one page is being deleted in batches of {@value
 * dev.tenure.objectstore.ObjectStore#MAX_DELETE_BATCH} the next one is listed. How many batches run side by side follows what the store bears.
 * {@link dev.tenure.objectstore.deletion.FolderDeletion} does it for many folders with as few requests as for one.
 */
@NullMarked
package dev.tenure.objectstore.deletion;

import org.jspecify.annotations.NullMarked;
