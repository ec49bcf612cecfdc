/**
 * Arranges ISO base media files (ISO/IEC 14496-12) so that one file is both an ordinary fast-start MP4 and a byte-range
 * HLS rendition (RFC 8216), and checks that the two views agree.
 *
 * <p>The encoder writes fragments first and closes them into one outer {@code mdat}, followed by a complete
 * {@code moov}: to a player the file is a plain MP4 whose sample tables point into that {@code mdat}. The fragments are
 * still there, an initialisation section (`ftyp`, `moov`) and `moof`/`mdat` pairs at known offsets, which is what a
 * playlist needs. {@link dev.tenure.transcode.mp4.FastStart} moves the {@code moov} to the front;
 * {@link dev.tenure.transcode.mp4.FragmentIndex} finds the fragments; {@link dev.tenure.transcode.mp4.HlsPlaylist}
 * names them.
 */
@NullMarked
package dev.tenure.transcode.mp4;

import org.jspecify.annotations.NullMarked;
