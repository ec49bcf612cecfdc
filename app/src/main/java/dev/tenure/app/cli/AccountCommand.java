package dev.tenure.app.cli;

import dev.tenure.app.server.CatalogDesk;
import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.people.NewAccounts;
import dev.tenure.catalog.people.NewAccounts.Opened;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Opens accounts; docs/people.md says what belongs to one. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = {
            "Opens accounts: customers whose people, recordings and rules are apart from all others'.",
            "Works on the database that the environment names, as 'up' does, or on the embedded one of the data",
            "directory while no server runs on it."
        })
final class AccountCommand implements Callable<Integer> {

    private static final Actor OPERATOR = Actor.system("operator");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "the server's data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        throw new ParameterException(spec.commandLine(), "say what to do: add or list");
    }

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
            System.err.println("tenure: there is an account " + shortName + " already; nothing was changed");
            return 1;
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
        return new CatalogDesk(data, System.getenv(), where -> System.err.println("tenure: " + where));
    }
}
