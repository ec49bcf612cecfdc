/**
 * Recordings become playable: probe, plan, render, verify.
 *
 * <p>Nouns: {@link dev.tenure.transcode.MediaEngine engine}, source, plan, recipe, output, attempt directory.
 *
 * <p>{@code media} holds the words, {@code plan} decides what to do (pure), {@code ffmpeg} is the only package that
 * starts processes or knows the wrapper library, {@code mp4} arranges boxes so that one file is a progressive MP4 and
 * a byte-range HLS rendition at once.
 */
@NullMarked
package dev.tenure.transcode;

import org.jspecify.annotations.NullMarked;
