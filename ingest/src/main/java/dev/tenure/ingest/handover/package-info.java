/**
 * Media servers hand over finished recordings: by a call, by a bucket, by a directory. Nouns: an {@link dev.tenure.ingest.handover.Adapter} knows one
 * kind of server; a source is one such server of an account; a {@link dev.tenure.ingest.handover.Delivery} is one call of it; a {@link
 * dev.tenure.ingest.handover.HandOver} is one file that can be fetched.
 *
 * <p>All here and in the package of each server is pure but for {@link dev.tenure.ingest.handover.Adapter#pull}: it says what was understood. {@code
 * work} keeps it, fetches and verifies. Considerations: bytes are verified before they are parsed; what a server says beyond its contract is
 * ignored; of a payload nothing is kept but what is named in these types, and no secret of it in clear.
 */
@NullMarked
package dev.tenure.ingest.handover;

import org.jspecify.annotations.NullMarked;
