package dev.tenure.app.cli;

import dev.tenure.app.server.KeyDesk;
import dev.tenure.catalog.ItemKeys;
import dev.tenure.catalog.ItemKeys.Mark;
import dev.tenure.catalog.ItemKeys.Rewrapped;
import dev.tenure.embedded.EmbeddedPartInUse;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.VaultKey;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks after the keys that wrap all others; docs/keys.md says when and why. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after the vault that wraps the keys of all items.",
            "Works on the data directory and on the database that the environment names, as 'up' does, and says",
            "which these are. Another database than the servers of this data directory used last is refused."
        })
final class KeysCommand extends InstallationCommand {

    /** The most keys between two steps forward: a crash repeats at most these. */
    private static final int PAGE = 200;

    private static final int SHOWN_FAILURES = 5;

    @Command(name = "list", description = "Lists the wrapping keys and how many keys each of them wraps.")
    int list() {
        KeyDesk desk = desk();
        List<VaultKey> own = desk.hasFile() || !desk.kmsWraps() ? desk.file().keys() : List.of();
        PrintStream out = System.out;
        try {
            Map<String, Long> wrappedBy = new TreeMap<>(desk.withCatalog(ItemKeys::wrappedBy));
            for (VaultKey key : own) {
                out.println(line(key, desk) + "  wraps " + keys(wrappedBy.getOrDefault(key.id(), 0L)));
                wrappedBy.remove(key.id());
            }
            wrappedBy.forEach((id, count) -> out.println(id
                    + (KeysetFileVault.names(id) ? "  NOT IN THE VAULT  wraps " : "  in KMS  wraps ")
                    + keys(count)));
        } catch (EmbeddedPartInUse running) {
            own.forEach(key -> out.println(line(key, desk)));
            out.println("How many keys each wraps cannot be seen: " + running.getMessage());
        }
        return 0;
    }

    @Command(
            name = "rotate",
            description = {
                "Adds a fresh wrapping key and makes it the primary. Needs only the vault's file: servers go on,",
                "follow within seconds and wrap all keys anew by themselves. Back up keys/vault.json afterwards."
            })
    int rotate() {
        KeyDesk desk = desk();
        if (desk.kmsWraps()) {
            return refused("keys are wrapped by KMS, which rotates its keys itself: switch rotation on there");
        }
        KeysetFileVault vault = desk.file();
        tell("on the vault " + desk.vaultFile());
        String fresh = vault.rotate();
        System.out.println(fresh + " is the primary now. Back up keys/vault.json.");
        System.out.println("A running server wraps all keys anew by itself; without one: tenure keys rewrap");
        return 0;
    }

    @Command(
            name = "rewrap",
            description = "Wraps anew all keys that another than the present primary wrapped. No object is touched.")
    int rewrap() {
        return desk().withCatalog(keys -> {
            long done = 0;
            long failed = 0;
            Mark mark = null;
            do {
                Rewrapped run = keys.rewrap(mark, PAGE);
                done += run.done();
                for (ItemKeys.Failure failure : run.failures()) {
                    if (failed++ < SHOWN_FAILURES) {
                        tell(String.valueOf(failure.reason().getMessage()));
                    }
                }
                mark = run.next();
            } while (mark != null);
            if (done > 0) {
                keys.noteRewrapped(keys.wrappingKeyId(), done);
            }
            System.out.println(keys(done) + " wrapped anew");
            return failed == 0 ? 0 : refused(keys(failed) + " could not be unwrapped and stay as they are");
        });
    }

    @Command(
            name = "retire",
            description = {
                "Removes a wrapping key that is not the primary and that no key needs any more. For ever: what it",
                "wrapped opens no more, not even out of an older backup of the database."
            })
    int retire(@Parameters(paramLabel = "ID", description = "as 'list' shows it") String id) {
        KeyDesk desk = desk();
        if (!KeysetFileVault.names(id)) {
            return refused(id + " is no key of the vault's file; a KMS key is disabled and deleted in KMS");
        }
        KeysetFileVault vault = desk.file();
        VaultKey key = vault.keys().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElse(null);
        if (key == null) {
            return refused("the vault has no key " + id);
        }
        if (key.primary()) {
            return refused(id + " is the primary: rotate first");
        }
        desk.requireKnownDatabase();
        long needing;
        try {
            needing = desk.withCatalog(keys -> keys.retire(id));
        } catch (EmbeddedPartInUse running) {
            return refused("whether a key still needs " + id + " cannot be seen: " + running.getMessage());
        }
        if (needing > 0) {
            return refused(keys(needing) + " still wrapped by " + id + ": tenure keys rewrap");
        }
        return switch (vault.retire(id)) {
            case RETIRED -> {
                System.out.println(id + " is retired. Back up keys/vault.json, and destroy its older backups.");
                yield 0;
            }
            case IS_PRIMARY -> refused(id + " is the primary: rotate first");
            case UNKNOWN -> refused("another process retired " + id);
        };
    }

    private KeyDesk desk() {
        return new KeyDesk(data(), System.getenv(), InstallationCommand::tell);
    }

    private static String line(VaultKey key, KeyDesk desk) {
        return key.id() + (key.primary() && !desk.kmsWraps() ? "  primary" : "");
    }

    private static String keys(long count) {
        return count == 1 ? "1 key" : count + " keys";
    }
}
