package dev.tenure.catalog.processing;

/** What is made anew of a recording that is READY. What there is stays until the new is there. */
public enum Remake {
    ALL,
    /** The still picture alone, out of the rendition that is there. */
    POSTER,
    /** The playlist alone, out of the rendition that is there. */
    PLAYLIST
}
