package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Revised;

/** What each account wants for its people. */
public interface SettingsOfAccounts {

    /** What a change came to. Nothing was changed unless it was made. */
    enum Change {
        DONE,
        /** The steward is not one of the account's people who are there. */
        NO_STEWARD,
        /** The settings are another revision than the change was based on. */
        OUTDATED
    }

    Revised<AccountSettings> of(AccountId account);

    /** Replaces the account's settings. */
    Change change(AccountId account, AccountSettings settings, Expected expected, Actor actor);
}
