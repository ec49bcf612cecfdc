package dev.tenure.objectstore.doctor;

/**
 * One behaviour of a server, as it was seen.
 *
 * @param behaviour which; a fixed name, the same in every run
 * @param seen what the server did
 * @param consequence what that means for whoever runs Tenure; empty where everything is as it should be
 */
public record Finding(String behaviour, Verdict verdict, String seen, String consequence) {

    /** In one line, for a log. */
    @Override
    public String toString() {
        return behaviour + ": " + verdict + ", " + seen + (consequence.isEmpty() ? "" : "; " + consequence);
    }
}
