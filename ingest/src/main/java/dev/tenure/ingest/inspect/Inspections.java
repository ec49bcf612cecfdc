package dev.tenure.ingest.inspect;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.inspect.Findings.Mismatch;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at content before anybody relies on it, and keeps what was found. */
public final class Inspections {

    private final Inspector inspector = new Inspector();
    private final VirusScanner scanner;
    private final ScanSettings settings;
    private final JdbcInspections inspections;
    private final Trail trail;

    Inspections(VirusScanner scanner, ScanSettings settings, JdbcInspections inspections, Trail trail) {
        this.scanner = scanner;
        this.settings = settings;
        this.inspections = inspections;
        this.trail = trail;
    }

    /**
     * Looks at the bytes, and has them scanned. May call the scanner: never inside a transaction.
     *
     * @param declaredType as the media server said; anything, or absent
     */
    public Inspector.Look look(Item item, @Nullable String declaredType, SealedObject content) throws IOException {
        Claim claim = new Claim(item.kind(), item.fileName(), declaredType);
        Inspector.Look look = inspector.look(claim, content, scanner.scan(content));
        return look.inspection() instanceof Inspection.Plausible ? judged(look) : look;
    }

    /** What the site wants done with what the scanner said. */
    private Inspector.Look judged(Inspector.Look look) {
        String type = look.inspection().mediaType();
        return switch (look.findings().scan()) {
            case Scan.Clean clean -> look;
            case Scan.Infected(String signature) ->
                suspicious(look, settings.infected(), type, "the virus scanner found " + signature);
            case Scan.NotScanned(String reason) ->
                suspicious(look, settings.notScanned(), type, "it could not be scanned for viruses: " + reason);
        };
    }

    private static Inspector.Look suspicious(
            Inspector.Look look, ScanSettings.Consequence consequence, String type, String reason) {
        return switch (consequence) {
            case ACCEPT -> look;
            case QUARANTINE -> new Inspector.Look(new Inspection.Suspicious(type, reason), look.findings());
        };
    }

    /** Keeps what was found, in the caller's transaction; the trail hears of what is not as it was said, could run, or was scanned. */
    public void keep(Item item, Inspector.Look look, Actor actor) {
        Findings findings = look.findings();
        inspections.put(item.id(), findings);
        boolean ordinary = findings.mismatches().isEmpty()
                && findings.active() == null
                && settings.host().isBlank();
        if (!ordinary) {
            tell(item, findings, actor);
        }
    }

    private void tell(Item item, Findings findings, Actor actor) {
        Map<String, String> detail = new HashMap<>();
        detail.put("contentType", findings.contentType());
        detail.put("scan", JdbcInspections.word(findings.scan()));
        if (!findings.mismatches().isEmpty()) {
            detail.put(
                    "mismatch",
                    new TreeSet<>(findings.mismatches())
                            .stream().map(Mismatch::name).collect(Collectors.joining(",")));
            detail.put("nameType", String.valueOf(findings.nameType()));
            detail.put("declaredType", String.valueOf(findings.declaredType()));
        }
        if (findings.active() != null) {
            detail.put("active", findings.active());
        }
        trail.append(item.account(), item.id(), actor, "item.inspected", detail);
    }

    /** What was found in the item's bytes; absent before they are whole. */
    public Optional<Findings> of(ItemId item) {
        return inspections.find(item);
    }

    /** A type as a media server says it, if it is one; what is none is kept nowhere. */
    public static Optional<String> declared(@Nullable String type) {
        return Optional.ofNullable(ContentType.ofDeclared(type));
    }
}
