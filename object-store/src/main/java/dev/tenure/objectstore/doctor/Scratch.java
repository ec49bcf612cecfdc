package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The place of one run in the bucket: {@code doctor/<instant>-<random>/}. */
record Scratch(KeyPrefix prefix) {

    static final KeyPrefix ALL = new KeyPrefix("doctor/");

    /** A probe is tried again once, in a room of its own, when the store failed it. */
    static final int ATTEMPTS = 2;

    /** Longer than any run may last, even one that waits for a retention to end; shorter only means deleting under a run's feet. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** The keys of all uploads that probes begin: where uploads can be found by their whole key only, this is how they are found. */
    private static final List<String> UPLOADS = List.of(
            "checksums/%d/part",
            "multipart/%d/object",
            "abort/%d/object",
            "open-uploads/%d/one",
            "open-uploads/%d/one-more",
            "open-uploads/%d/deep/one",
            "tags/%d/parts");

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'").withZone(ZoneOffset.UTC);
    private static final int NAME_LENGTH = "20261124t100000z".length();

    static Scratch at(Instant now) {
        byte[] random = new byte[4];
        RandomGenerator.getDefault().nextBytes(random);
        return new Scratch(
                new KeyPrefix(ALL + NAME.format(now) + "-" + HexFormat.of().formatHex(random) + "/"));
    }

    /** The run that a key belongs to; empty for a key that no run wrote. */
    static Optional<Scratch> of(ObjectKey key) {
        String[] parts = key.value().split("/", 3);
        return parts.length == 3 && parts[0].equals("doctor") && began(parts[1]).isPresent()
                ? Optional.of(new Scratch(new KeyPrefix(ALL + parts[1] + "/")))
                : Optional.empty();
    }

    private static Optional<Instant> began(String run) {
        if (run.length() != NAME_LENGTH + 9) {
            return Optional.empty();
        }
        try {
            return Optional.of(NAME.parse(run.substring(0, NAME_LENGTH), Instant::from));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    boolean abandoned(Instant now) {
        String run =
                prefix.value().substring(ALL.value().length(), prefix.value().length() - 1);
        return began(run).filter(began -> began.plus(ABANDONED).isBefore(now)).isPresent();
    }

    /** Written first and deleted last, so that whatever a crash leaves can be found. */
    ObjectKey marker() {
        return prefix.key("began");
    }

    KeyPrefix room(String probe, int attempt) {
        return new KeyPrefix(prefix + probe.replace(' ', '-') + "/" + attempt + "/");
    }

    /** Whether the key is one that may be locked for a time. */
    boolean retained(ObjectKey key) {
        return key.value().startsWith(prefix + "retention/");
    }

    List<ObjectKey> uploads() {
        return IntStream.rangeClosed(1, ATTEMPTS)
                .boxed()
                .flatMap(attempt -> UPLOADS.stream().map(key -> prefix.key(key.formatted(attempt))))
                .toList();
    }
}
