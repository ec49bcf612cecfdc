/**
 * What every request and answer is held to, whatever it is about: headers of answers, size and time of heads and bodies.
 *
 * <p>Configuration: {@code tenure.edge.*} and {@code tenure.public-url}. Considerations: Tomcat's own timeouts are per read, so a client that
 * sends a byte now and then is never late for them; the deadlines here are for the whole. Uploads have none, because a slow line is their
 * normal case: they are bound by what they announce and by their lease.
 */
@NullMarked
package dev.tenure.storageapi.edge;

import org.jspecify.annotations.NullMarked;
