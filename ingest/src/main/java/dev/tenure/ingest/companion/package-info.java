/**
 * Chats, transcripts, files and whiteboards of a meeting, after their bytes are stored: chats and transcripts are put into one form, the text of
 * documents is taken out for search, and the item becomes READY. The original stays as it came.
 *
 * <p>Rows: {@code companion} and {@code text_extraction}, one of each for an item. Objects: {@code words.json} and {@code text.txt} with role
 * RENDITION, {@code captions.vtt} with role CAPTIONS; announced before their bytes, visible in one transaction.
 *
 * <p>Considerations: everything here may be repeated. Nothing here keeps an item from becoming READY: what cannot be understood is kept as it is, and
 * the row says so.
 */
@NullMarked
package dev.tenure.ingest.companion;

import org.jspecify.annotations.NullMarked;
