/** Letters, seen by a real SMTP server in this process. */
@NullMarked
package dev.tenure.app.mail;

import org.jspecify.annotations.NullMarked;
