package dev.tenure.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs: it refuses to be root.
 *
 * @param prefix what to put before its command line
 * @param owner to whom its files must belong; empty if they cannot be anybody's but ours
 */
record PostgresIdentity(List<String> prefix, Optional<UserPrincipal> owner) {

    private static final String UNPRIVILEGED = "nobody";
    private static final String NO_GROUP = "65534";
    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);
    private static final int ROOT = 0;

    /**
     * An ordinary user stays that user, if it has a name: initdb wants one, and in containers there are users without,
     * who are nobody in a user namespace. Root enters a user namespace in which it is nobody (its files stay its own), or
     * where namespaces are forbidden, as in many containers, becomes the user {@code nobody}.
     */
    static PostgresIdentity choose() throws IOException, InterruptedException {
        if (!Integer.valueOf(ROOT).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return isNamed() || !namespaced().works() ? ourselves() : namespaced();
        }
        if (namespaced().works()) {
            // The files may be nobody's from a run where this was forbidden.
            return new PostgresIdentity(namespaced().prefix(), Optional.of(Files.getOwner(Path.of("/proc/self"))));
        }
        for (String program : List.of("setpriv", "runuser")) {
            PostgresIdentity candidate = byName(program);
            if (candidate.works()) {
                return candidate;
            }
        }
        throw new EmbeddedPartFailed(
                EmbeddedPostgres.NAME,
                "it refuses to run as root, and none of unshare -U, setpriv and runuser works here",
                "Run Tenure as an ordinary user, or use your own: " + EmbeddedPostgres.VARIABLE,
                null);
    }

    private static PostgresIdentity ourselves() {
        return new PostgresIdentity(List.of(), Optional.empty());
    }

    private static boolean isNamed() throws IOException, InterruptedException {
        return Command.run(TRIAL_LIMIT, Map.of(), List.of("id", "-un")).succeeded();
    }

    private static PostgresIdentity namespaced() {
        return new PostgresIdentity(List.of("unshare", "-U"), Optional.empty());
    }

    private static PostgresIdentity byName(String program) throws IOException {
        UserPrincipal nobody =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
        List<String> prefix = program.equals("setpriv")
                ? List.of(program, "--reuid=" + UNPRIVILEGED, "--regid=" + NO_GROUP, "--clear-groups")
                : List.of(program, "-u", UNPRIVILEGED, "--");
        return new PostgresIdentity(prefix, Optional.of(nobody));
    }

    private boolean works() throws IOException, InterruptedException {
        return Command.run(TRIAL_LIMIT, Map.of(), command(List.of("true"))).succeeded();
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file, or a directory and all in it, to the one PostgreSQL runs as. Nothing happens if it is theirs. */
    void entrust(Path path) throws IOException {
        if (owner.isEmpty() || Files.getOwner(path).equals(owner.get())) {
            return;
        }
        // Deepest first: should we die meanwhile, the top still shows that the work is not done.
        List<Path> tree;
        try (Stream<Path> found = Files.walk(path)) {
            tree = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : tree) {
            Files.setOwner(each, owner.get());
        }
    }
}
