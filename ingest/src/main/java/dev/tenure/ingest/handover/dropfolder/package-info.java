/** Files that somebody puts into a directory. */
@NullMarked
package dev.tenure.ingest.handover.dropfolder;

import org.jspecify.annotations.NullMarked;
