package dev.tenure.app.demo;

/** Something that the demo shows was not true. */
public final class DemoFailed extends RuntimeException {

    DemoFailed(String message) {
        super(message);
    }

    /** Ends the demo unless the claim holds. */
    static void unless(boolean holds, String claim) {
        if (!holds) {
            throw new DemoFailed("this was to be true: " + claim);
        }
    }
}
