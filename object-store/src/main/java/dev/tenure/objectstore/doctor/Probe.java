package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.NotSupported;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
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

    /** Whether the server does not have what was asked for, and not only forbids it or fails at it. */
    static boolean lacks(ObjectStoreException why) {
        return why instanceof NotSupported || why.fault() == Fault.REQUEST;
    }

    /** For credentials that may not do what the probe counted on: that says nothing of the server. */
    static Observation denied(ObjectStoreException why, String permissions) {
        return Observation.of(
                Verdict.NOT_TRIED, reason(why), "it is used as before; to have it tried, allow " + permissions);
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
