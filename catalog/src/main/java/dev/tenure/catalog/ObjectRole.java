package dev.tenure.catalog;

import java.util.Locale;

/** What an object is to its item. */
public enum ObjectRole {
    SOURCE,
    RENDITION,
    /** A stretch of a picture on its way to a rendition; never visible, and gone once that is made. */
    CHUNK,
    PLAYLIST,
    SEGMENT,
    AUDIO,
    POSTER,
    STORYBOARD,
    CAPTIONS,
    MANIFEST,
    PACKAGE,
    /** The item's rows of the catalog, for the day on which that is lost. */
    RECOVERY;

    /** As it stands in keys. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
