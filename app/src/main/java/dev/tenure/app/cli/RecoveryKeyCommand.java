package dev.tenure.app.cli;

import dev.tenure.objectstore.sealing.RecoveryKey;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the key that a lost catalog is read back by; docs/recovery.md says how. */
@Command(
        name = "recovery-key",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after the key that a lost database is put back by. Servers have its public half only, and seal to",
            "it what the database knows; whoever has the other half and the bucket can read every item."
        })
final class RecoveryKeyCommand extends InstallationCommand {

    @Command(
            name = "create",
            description = {
                "Makes a key in FILE, to be kept away from all servers, and puts its public half where servers of the",
                "data directory find it. They keep the catalog in the bucket from their next start on."
            })
    int create(
            @Parameters(paramLabel = "FILE", description = "where the private half is written; must not exist")
                    Path file,
            @Option(
                            names = "--replace",
                            description = {
                                "replaces the key that is there: all is written anew for the new one, and what was",
                                "written for the old one is deleted"
                            })
                    boolean replace) {
        Path keys = data().resolve("keys");
        Path published = keys.resolve("recovery.json");
        if (!Files.isDirectory(keys)) {
            return refused("there is no " + keys + ": start a server on the data directory first");
        }
        if (Files.exists(published) && !replace) {
            return refused(
                    "there is a recovery key already, " + published + "; with --replace another takes its place");
        }
        RecoveryKey key = RecoveryKey.create(file);
        key.publish(published);
        PrintStream out = System.out;
        out.println(key.id() + " is in " + file);
        out.println("Keep that file away from this machine, twice: without it nothing can be put back.");
        out.println("Restart all servers; they need " + published + ", which is no secret.");
        return 0;
    }
}
