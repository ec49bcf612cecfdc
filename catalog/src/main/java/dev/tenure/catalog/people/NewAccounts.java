package dev.tenure.catalog.people;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Actor;
import java.util.Optional;
import javax.sql.DataSource;

/** Opens accounts with their first administrator, for whoever operates the installation. */
public interface NewAccounts {

    /** Without a server, on a database whose tables a server made. */
    static NewAccounts of(DataSource database) {
        return new JdbcNewAccounts(database);
    }

    /**
     * An account that was opened.
     *
     * @param oneTimePassword of the administrator, good for choosing another; known nowhere else
     */
    record Opened(Account account, Person administrator, String oneTimePassword) {

        @Override
        public String toString() {
            return "Opened[" + account + ", " + administrator.email() + "]";
        }
    }

    /**
     * Opens an account with a person who has every role in it, all of it or nothing.
     *
     * @param slug lower-case letters, digits and hyphens, at most 63
     * @param administrator address of mail
     * @return empty when an account with this short name is there already; it is left as it is
     * @throws IllegalArgumentException when the short name or the address is none
     */
    Optional<Opened> open(String slug, String name, String administrator, Actor actor);
}
