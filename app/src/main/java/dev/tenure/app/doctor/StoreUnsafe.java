package dev.tenure.app.doctor;

import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.Finding;
import java.util.stream.Collectors;

/** The server does not start on a store that was found unsafe. The message says what was found, and how to start all the same. */
public final class StoreUnsafe extends RuntimeException {

    StoreUnsafe(Diagnosis diagnosis) {
        super("the object store " + diagnosis.server() + " is not safe to keep recordings on. "
                + diagnosis.bad().stream().map(Finding::toString).collect(Collectors.joining(". "))
                + ". To start all the same: --set tenure.doctor.accept-bad=true");
    }
}
