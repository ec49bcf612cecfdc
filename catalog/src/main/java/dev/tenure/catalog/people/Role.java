package dev.tenure.catalog.people;

/** What a person is there for. What a role may do is decided at the edge, in one table. */
public enum Role {
    /** Decides about the items of meetings that they hosted. */
    HOST,
    /** Sets up the account: rules, people, programs. */
    STORAGE_ADMIN,
    /** Answers for the people who were recorded: holds and all items. */
    PRIVACY_OFFICER,
    /** Reads, and changes nothing. */
    AUDITOR;

    /** Whether it manages people; an account always has somebody who does. */
    public boolean managesPeople() {
        return this == STORAGE_ADMIN;
    }
}
