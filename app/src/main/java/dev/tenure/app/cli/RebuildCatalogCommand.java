package dev.tenure.app.cli;

import dev.tenure.app.server.RebuildDesk;
import dev.tenure.catalog.recovery.RebuildReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts a lost or an older database back; docs/recovery.md says when. */
@Command(
        name = "rebuild-catalog",
        mixinStandardHelpOptions = true,
        description = {
            "Puts back into the database what the bucket knows and it does not: everything where it is new, and what",
            "came later where it was restored from a backup. Nothing that was destroyed comes back, and nothing that",
            "is held comes back unheld. All or nothing; may be repeated. Stop all servers first."
        })
final class RebuildCatalogCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "the server's data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            required = true,
            description = {
                "the file that tenure recovery-key create wrote; repeatable, for a key and the one that it replaced",
                "not long ago"
            })
    private List<Path> recoveryKeys = new ArrayList<>();

    @Option(
            names = "--give-up-unreadable",
            description = {
                "puts everything else back where copies of items cannot be read; those items are given up for ever,",
                "and what is left of them in the bucket may be destroyed"
            })
    private boolean giveUp;

    @Option(
            names = "--signed-by",
            paramLabel = "KEY-ID",
            description = "a key that signed the trail, where keys/trail.pem is lost or was replaced; repeatable")
    private List<String> signedBy = new ArrayList<>();

    @Override
    public Integer call() {
        RebuildReport report =
                new RebuildDesk(data, System.getenv(), InstallationCommand::tell).run(recoveryKeys, signedBy, giveUp);
        PrintStream out = System.out;
        out.println("ledger      " + report.ledger() + " objects");
        out.println("items       " + report.items() + " put back");
        out.println(
                "ended       " + report.ended() + " stay destroyed, though something of them lies in the bucket still");
        out.println("lost        " + report.lost() + " of which only the trail tells");
        report.rows().forEach((table, rows) -> {
            if (rows > 0) {
                out.println("rows        " + table + " " + rows);
            }
        });
        if (report.secretsLost()) {
            out.println("The key vault is another one: give sources and webhooks their secrets anew.");
        }
        report.unreadable().stream().limit(SHOWN).forEach(item -> InstallationCommand.tell("given up: " + item));
        return 0;
    }
}
