package dev.tenure.catalog;

/**
 * Who did something, as the trail names them.
 *
 * @param value {@code system:<what>} for our own jobs, {@code token:<name>} and {@code client:<name>} for programs,
 *     {@code person:<id>} for people: an id, so that no entry has to be erased with a name; {@code link:<number>} for whoever holds a playback link
 */
public record Actor(String value) {

    private static final String PERSON = "person:";

    public static Actor system(String what) {
        return new Actor("system:" + what);
    }

    public static Actor token(String name) {
        return new Actor("token:" + name);
    }

    public static Actor client(String name) {
        return new Actor("client:" + name);
    }

    /** Who holds a link; the entry of its making, by the same number, says who gave it out. */
    public static Actor link(String number) {
        return new Actor("link:" + number);
    }

    public static Actor person(PersonId id) {
        return new Actor(PERSON + id);
    }

    public boolean isPerson() {
        return value.startsWith(PERSON);
    }

    @Override
    public String toString() {
        return value;
    }
}
