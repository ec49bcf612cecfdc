/**
 * Destroys what is due, and proves it. Who acts here: the sweep decides and destroys keys; the destroyer deletes bytes and lists until nothing
 * is left; the certificate says so. What a sweep takes from an account is a run, which ends with a signed report.
 *
 * <p>Which rows exist when: a {@code destruction} row is committed together with the loss of the key; every version is noted before it is
 * deleted; the certificate is committed together with the item's last state. A {@code sweep_run} is there before its first item goes, and each destruction names it. A crash anywhere leaves work that is taken up again.
 */
@NullMarked
package dev.tenure.retention.destruction;

import org.jspecify.annotations.NullMarked;
