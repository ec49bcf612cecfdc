/**
 * Letters by SMTP, and only here. Configuration: {@code tenure.mail.*}; without a host nothing is sent. Each letter is plain text with the same as HTML beside
 * it, says that a machine wrote it (RFC 3834), and has the same {@code Message-ID} whenever it is sent again, so that programs can tell. Considerations: what
 * people named their meetings stands in the body only, as text, never in a header.
 */
@NullMarked
package dev.tenure.app.mail;

import org.jspecify.annotations.NullMarked;
