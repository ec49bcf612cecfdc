package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.tenure.retention.digest.DigestPost;
import dev.tenure.retention.digest.Digests;
import dev.tenure.retention.expiry.ExpiryWarnings;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host is written to, by the schedule and through a real SMTP server. */
@ExtendWith(World.Shared.class)
class DigestMailIT {

    private final World world;
    private final String host = "host-" + UUID.randomUUID() + "@example.org";

    DigestMailIT(World world) {
        this.world = world;
    }

    @Test
    void aHostIsWrittenToOncePerDayOfWhatGoesSoon() throws MessagingException {
        world.owner()
                .post("/api/v1/people", Map.of("email", host, "name", "Ada Host", "roles", List.of("HOST")))
                .expect(201);
        handOver("Short-lived", "P3D");
        world.bean(ExpiryWarnings.class).run();
        Until.holds(
                "a letter for " + host, Duration.ofSeconds(30), () -> !letters().isEmpty());
        assertThat(letters().getFirst().getSubject()).isEqualTo("1 item goes soon");
        assertThat(GreenMailUtil.getBody(letters().getFirst()))
                .contains("Short-lived")
                .contains("Europe/Berlin");
        String deleted = handOver("Deleted", "P90D");
        world.owner().post("/api/v1/items/" + deleted + "/trash", "").expect(204);
        world.bean(Digests.class).run(world.bean(DigestPost.class));
        assertThat(letters()).as("the trash is told of tomorrow").hasSize(1);
    }

    private String handOver(String title, String retention) {
        Map<String, String> words = world.recordings().described("host", host);
        words.put("meetingTitle", title);
        words.put("retention", retention);
        String item = world.recordings().handOver(world.clips().playable(), words);
        world.recordings().await(item, "READY");
        return item;
    }

    private List<MimeMessage> letters() {
        return Arrays.stream(world.letters()).filter(this::isMine).toList();
    }

    private boolean isMine(MimeMessage letter) {
        try {
            return Arrays.stream(letter.getAllRecipients())
                    .map(Address::toString)
                    .anyMatch(host::equals);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
