package dev.tenure.catalog.people;

/** What a change of a person came to. */
public sealed interface PeopleChange {

    /** Done; the person as they are now. */
    record Done(Person person) implements PeopleChange {}

    /** The account has no such person, or they have left. */
    record Unknown() implements PeopleChange {}

    /** The person is another revision than the change was based on. */
    record Outdated() implements PeopleChange {}

    /** Another person of the account has this address or name. */
    record Taken(String what) implements PeopleChange {}

    /** Nobody would be left who manages the account's people. */
    record LastAdministrator() implements PeopleChange {}

    /** Their items would be nobody's: a steward must be named, who is there and is somebody else. */
    record NoSteward() implements PeopleChange {}
}
