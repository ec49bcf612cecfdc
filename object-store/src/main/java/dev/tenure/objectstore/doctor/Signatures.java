package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Only who knows the secret is let in: to addresses signed with it, and to calls. */
final class Signatures implements Probe {

    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final String UNKNOWN = "AKIATENUREDOCTORNOSUCH";

    @Override
    public String behaviour() {
        return "signatures";
    }

    @Override
    public Observation observe(Room room) {
        ObjectKey key = room.put("signed-for").key();
        room.put("not-signed-for");
        URI address = room.store().presign(key, LIFETIME).address();
        Web.Answer answer = room.examination().web().get(address);
        boolean addresses = answer.given() && answer.body().equals("signed-for");
        List<String> through = new ArrayList<>(strangers(room.examination(), key));
        if (addresses) {
            through.addAll(forged(room.examination().web(), address));
        }
        if (!through.isEmpty()) {
            return Exposure.of(room, "let in: " + String.join(", ", through));
        }
        return addresses
                ? Observation.good("altered, foreign and unknown ones are refused")
                : Observation.of(
                        Verdict.MISSING,
                        answer.given()
                                ? "a signed address gives other bytes"
                                : "a signed address is refused with " + answer.status(),
                        "nobody can be given a signed address");
    }

    private static List<String> forged(Web web, URI address) {
        List<String> through = new ArrayList<>();
        if (web.get(tampered(address)).given()) {
            through.add("an altered signature");
        }
        if (web.get(URI.create(address.toString().replace("/signed-for?", "/not-signed-for?")))
                .given()) {
            through.add("a signature for another key");
        }
        return through;
    }

    private static List<String> strangers(Examination examination, ObjectKey key) {
        List<String> through = new ArrayList<>();
        String accessKey = examination.settings().accessKey();
        if (accessKey != null && admits(examination.openAs(accessKey, "no-such-secret"), key)) {
            through.add("a wrong secret");
        }
        if (admits(examination.openAs(UNKNOWN, "no-such-secret"), key)) {
            through.add("an unknown access key");
        }
        return through;
    }

    /** The same address with the last digit of its signature changed. */
    static URI tampered(URI address) {
        String text = address.toString();
        int end = text.indexOf("X-Amz-Signature=") + "X-Amz-Signature=".length() + 64;
        char other = text.charAt(end - 1) == '0' ? '1' : '0';
        return URI.create(text.substring(0, end - 1) + other + text.substring(end));
    }

    /** Whether the object's bytes are given to who asks through this store. */
    static boolean admits(ObjectStore store, ObjectKey key) {
        try (InputStream body = store.open(key, ByteRange.whole(1))) {
            return body.read() >= 0;
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            return false;
        } catch (IOException broken) {
            return true;
        }
    }
}
