package dev.tenure.retention;

/** Rules that would undo what an account has locked; nothing changed. The message says what they would undo. */
public final class RulesLocked extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RulesLocked(String message) {
        super(message);
    }
}
