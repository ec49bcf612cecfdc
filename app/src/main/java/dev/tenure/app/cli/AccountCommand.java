package dev.tenure.app.cli;

import dev.tenure.app.server.CatalogDesk;
import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.people.NewAccounts;
import dev.tenure.catalog.people.NewAccounts.Opened;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens accounts; docs/people.md says what belongs to one. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = {
            "Opens accounts: customers whose people, recordings and rules are apart from all others'.",
            "Works on the database that the environment names, as 'up' does, or on the embedded one of the data",
            "directory while no server runs on it."
        })
final class AccountCommand extends InstallationCommand {

    private static final Actor OPERATOR = Actor.system("operator");

    @Command(
            name = "add",
            description = {
                "Opens an account with an administrator, and prints, once, the password that this person signs in with.",
                "Servers that run know the account at once."
            })
    int add(
            @Parameters(
                            paramLabel = "SHORT-NAME",
                            description = "what people sign in with: lower-case letters, digits and hyphens")
                    String shortName,
            @Option(
                            names = "--admin",
                            paramLabel = "ADDRESS",
                            required = true,
                            description = "mail address of the administrator")
                    String administrator,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "the account's full name (default: its short name)")
                    @Nullable
                    String name) {
        Optional<Opened> opened = desk().with(database ->
                NewAccounts.of(database).open(shortName, name == null ? shortName : name, administrator, OPERATOR));
        if (opened.isEmpty()) {
            return refused("there is an account " + shortName + " already; nothing was changed");
        }
        PrintStream out = System.out;
        out.println("account   " + opened.get().account().slug() + ", "
                + opened.get().account().name());
        out.println("sign in   " + opened.get().administrator().email() + ", password "
                + opened.get().oneTimePassword());
        out.println("          shown this once, good for seven days, and for choosing another password");
        return 0;
    }

    @Command(name = "list", description = "Lists the accounts: short name and full name.")
    int list() {
        PrintStream out = System.out;
        for (Account account : desk().with(database -> Accounts.of(database).all())) {
            out.println(account.slug() + "  " + account.name());
        }
        return 0;
    }

    private CatalogDesk desk() {
        return new CatalogDesk(data(), System.getenv(), InstallationCommand::tell);
    }
}
