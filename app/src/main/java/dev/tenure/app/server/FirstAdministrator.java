package dev.tenure.app.server;

/**
 * Whom the first start of an installation made.
 *
 * @param account short name of the account
 * @param email what they sign in with
 * @param oneTimePassword good for choosing another; to be shown to whoever started the server, and kept by nobody
 */
public record FirstAdministrator(String account, String email, String oneTimePassword) {

    @Override
    public String toString() {
        return "FirstAdministrator[" + account + ", " + email + "]";
    }
}
