/**
 * {@code tenure bench transcode}: what an hour of meeting costs and weighs, beside what others make of the same picture.
 *
 * <p>Nouns: scene (a picture painted frame by frame), source (a file made of it), profile (a way to encode), quality.
 */
@NullMarked
package dev.tenure.benchmarks.transcode;

import org.jspecify.annotations.NullMarked;
