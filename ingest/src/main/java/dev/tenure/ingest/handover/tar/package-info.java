/**
 * What lies where in a tar archive, of which nothing is believed. Commons Compress reads its headers, and is imported here only; where data lies is
 * counted here, with limits.
 */
@NullMarked
package dev.tenure.ingest.handover.tar;

import org.jspecify.annotations.NullMarked;
