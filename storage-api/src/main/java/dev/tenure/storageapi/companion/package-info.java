/** Chats, transcripts, files and whiteboards of a meeting, several in one request. Larger ones come as uploads of their own. */
@NullMarked
package dev.tenure.storageapi.companion;

import org.jspecify.annotations.NullMarked;
