package dev.tenure.catalog.reach;

/** An address to which nothing is sent. The message goes to whoever chose it, and says nothing of what names mean inside our network. */
public final class NotReachable extends Exception {

    NotReachable(String message) {
        super(message);
    }
}
