/**
 * The digest: what a host is told once a day, of their items that end soon and of those in the trash. Here is decided what it says and to whom it is due;
 * whoever can send letters brings a {@link dev.tenure.retention.digest.DigestPost}.
 *
 * <p>Rows: {@code expiry_notice} remembers which end of an item a digest told of, {@code trash_notice} which trashing, {@code digest} the day of a person's
 * last one. They are written after the letter was taken: a crash in between sends it again, and loses none.
 */
@NullMarked
package dev.tenure.retention.digest;

import org.jspecify.annotations.NullMarked;
