package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import java.time.Duration;

/** Says who answers, for people; nothing is ever decided by a server's name. */
final class WhoAnswers implements Probe {

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    @Override
    public String behaviour() {
        return "server";
    }

    @Override
    public Observation observe(Room room) {
        Web.Answer answer = room.examination()
                .web()
                .get(room.store().presign(room.key("nothing"), LIFETIME).address());
        return Observation.good(answer.server()
                .filter(name -> !name.isBlank())
                .map(name -> "answers as " + name.replaceAll("[^\\x20-\\x7e]", "?"))
                .orElse("answers without a name"));
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return Observation.of(Verdict.NOT_TRIED, Probe.reason(why), "");
    }
}
