package dev.tenure.catalog;

/**
 * Who did something, as the trail names them.
 *
 * @param value {@code system:<what>} for our own jobs, {@code token:<name>} for callers
 */
public record Actor(String value) {

    public static Actor system(String what) {
        return new Actor("system:" + what);
    }

    public static Actor token(String name) {
        return new Actor("token:" + name);
    }

    @Override
    public String toString() {
        return value;
    }
}
