/** What bytes really are, whatever they are called. Tika is imported in this package only, and only for detection: nothing is parsed here. */
@NullMarked
package dev.tenure.ingest.inspect;

import org.jspecify.annotations.NullMarked;
