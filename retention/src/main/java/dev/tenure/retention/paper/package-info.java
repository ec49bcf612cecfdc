/**
 * Certificates and reports as pages that people read: PDF, with the signed JSON attached, which stays the truth. Pure: the same document and zone give the
 * same bytes. Nothing is ever fetched; every resource but the font that comes with the program is refused.
 */
@NullMarked
package dev.tenure.retention.paper;

import org.jspecify.annotations.NullMarked;
