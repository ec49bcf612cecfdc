/**
 * PostgreSQL, an S3 server and ffmpeg for one machine, from Maven artifacts: nothing has to be installed.
 *
 * <p>Nouns: <em>part</em> (one of the three), <em>data directory</em>, <em>cache</em>, <em>guard</em> (what ends a child
 * when its owner is gone). Uses the JDK, commons-compress and the PostgreSQL driver; no Spring, no other Tenure module.
 *
 * <h2>Configuration</h2>
 *
 * {@link dev.tenure.embedded.EmbeddedDirectories} says where; {@code TENURE_CACHE} moves the cache. Everything else is
 * fixed. A site that has the real thing does not start the part at all: {@code TENURE_DB_URL},
 * {@code TENURE_S3_ENDPOINT}, {@code TENURE_FFMPEG}.
 *
 * <h2>Which files exist when</h2>
 *
 * <pre>
 * data/postgres/owner.pid          always; locked while a JVM uses the directory
 *               password           from the first start; 0600; without it the cluster cannot be opened
 *               application-password   likewise, for the role of the application; may be deleted while nothing runs
 *               cluster/           from the first start, only ever whole
 *               server.log, .1     what the server says, 8 MiB at most
 * data/s3/owner.pid, server.log    likewise
 *         server.lock              locked by the server itself, so that two never share the files
 *         buckets/                 the objects
 *         work/                    uploads in flight; emptied at every start of the server
 * cache/postgres-VERSION/          whole or not there; may be deleted while nothing runs
 *       s3mock-VERSION-REVISION/
 *       ffmpeg-VERSION-gpl-REVISION/
 * </pre>
 *
 * <h2>Considerations</h2>
 *
 * <ul>
 *   <li>A child ends when its owner ends, in whatever way: its standard input is a pipe that only the owner holds. A
 *       child that ends by itself is started again on the same port and data.
 *   <li>Root does not get a PostgreSQL that runs as root: see {@code PostgresIdentity}.
 *   <li>The S3 server checks no signature, so everyone on this machine can read and write its buckets. It enforces no
 *       object lock, lets several conditional writers win at once, and does not wait for the disk (no fsync): it survives
 *       a kill, not surely a power cut. It is for evaluation and small single-machine use.
 *   <li>Linux on x86_64 only; ffmpeg needs glibc 2.35. ffmpeg's GPL build runs as a separate program.
 * </ul>
 */
@NullMarked
package dev.tenure.embedded;

import org.jspecify.annotations.NullMarked;
