package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;

/** What each account wants for its people. */
public interface SettingsOfAccounts {

    AccountSettings of(AccountId account);

    /** Replaces the account's settings. False when the steward is not one of its people, and nothing was changed. */
    boolean change(AccountId account, AccountSettings settings, Actor actor);
}
