package dev.tenure.objectstore.doctor;

import java.time.Duration;
import java.time.Instant;

/** Compares the server's clock with this machine's. */
final class ClockSkew implements Probe {

    /** Signed addresses live seconds to minutes: half a minute is felt. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(30);
    /** S3 refuses requests signed 15 minutes off; a third of that, on its way there, is no accident. */
    private static final Duration UNSAFE = Duration.ofMinutes(5);

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    @Override
    public String behaviour() {
        return "clock";
    }

    @Override
    public Observation observe(Room room) {
        Examination examination = room.examination();
        Web.Answer answer = examination
                .web()
                .get(room.store().presign(room.key("nothing"), LIFETIME).address());
        Instant here = examination.clock().instant();
        return answer.date()
                .map(there -> judge(Duration.between(here, there)))
                .orElse(Observation.of(Verdict.NOT_TRIED, "tells no time", "compare the server's clock yourself"));
    }

    private static Observation judge(Duration ahead) {
        // The header knows whole seconds only.
        long seconds = ahead.plusMillis(500).toSeconds();
        String seen = Math.abs(seconds) <= 1
                ? "agrees with this machine's to a second"
                : Math.abs(seconds) + " s " + (seconds > 0 ? "ahead of" : "behind") + " this machine's";
        if (ahead.abs().compareTo(UNSAFE) > 0) {
            return Observation.of(
                    Verdict.BAD, seen, "requests are refused at 15 minutes; let both machines set their clocks by NTP");
        }
        return ahead.abs().compareTo(NOTICEABLE) > 0
                ? Observation.of(Verdict.DIFFERENT, seen, "signed addresses end that much off; set both clocks by NTP")
                : Observation.good(seen);
    }
}
