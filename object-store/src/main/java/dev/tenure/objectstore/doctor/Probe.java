package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;

/** Tries one behaviour. Whatever it writes lies in its room, which somebody else cleans. */
interface Probe {

    /** Its fixed name. */
    String behaviour();

    /**
     * Tries.
     *
     * @throws IOException when bytes on their way broke off
     */
    Observation observe(Room room) throws IOException;

    /** What it means that the store, which is up, refused a call that the probe counted on. */
    default Observation refused(ObjectStoreException why) {
        return Observation.of(Verdict.NOT_TRIED, reason(why), "it is used as before");
    }

    /** What it means that bytes broke off on their way, twice. */
    default Observation broken(IOException why) {
        return Observation.of(Verdict.NOT_TRIED, reason(why), "it is used as before");
    }

    /** A failure in words for people; those of the store name the operation and its answer. Which run it was is of no interest. */
    static String reason(Throwable why) {
        String message = why.getMessage();
        return message == null || message.isBlank()
                ? why.getClass().getSimpleName()
                : message.replaceAll("doctor/[0-9]{8}t[0-9]{6}z-[0-9a-f]{8}/", "");
    }
}
