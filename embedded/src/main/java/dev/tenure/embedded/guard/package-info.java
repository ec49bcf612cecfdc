/**
 * The main class of the S3 server's own JVM: it ties that JVM's life to ours.
 *
 * <p>This package is unpacked into the cache and run there without the rest of the module, so it uses the JDK alone.
 */
@NullMarked
package dev.tenure.embedded.guard;

import org.jspecify.annotations.NullMarked;
