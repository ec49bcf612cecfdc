/**
 * Evidence that participants knew of a recording: which notice was shown or played, to whom, when, and what they did.
 *
 * <p>Rows: {@code notice_chain}, one per meeting, named by the media server's id because evidence may come before there is any recording;
 * {@code notice_evidence}, canonical JSON in the order of arrival, each entry with the hash of the one before, never changed;
 * {@code notice_participant}, who stands behind a pseudonym, forgotten with the meeting's people.
 *
 * <p>Considerations: evidence outlives the media by {@link dev.tenure.ingest.notice.NoticeSettings}, and has pseudonyms only. It follows ISO/IEC TS
 * 27560 (consent record structure) in its fields and ISO/IEC 29184 in what a notice is asked for; it is plain JSON that needs no program of ours.
 */
@NullMarked
package dev.tenure.ingest.notice;

import org.jspecify.annotations.NullMarked;
