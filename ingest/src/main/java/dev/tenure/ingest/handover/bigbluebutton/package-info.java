/**
 * BigBlueButton and Scalelite: recordings that were published into directories, or sent as archives into a spool. Nouns: a format is one way in which
 * a recording was published; its files are made together.
 */
@NullMarked
package dev.tenure.ingest.handover.bigbluebutton;

import org.jspecify.annotations.NullMarked;
