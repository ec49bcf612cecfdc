package dev.tenure.storageapi.conditional;

import dev.tenure.catalog.Expected;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Entity tags. A tag is {@code "<revision>"}, or {@code "<revision>.<digest>"} where more is shown than the revision counts, such as progress: the
 * whole tag is strong, as {@code If-None-Match} needs it, and {@code If-Match} looks at the revision alone, so that nobody's change fails because
 * a percentage moved.
 */
@Component
public class VersionTags {

    /** How {@code If-Match} is described to the API's readers. */
    public static final String IF_MATCH =
            "ETags of what the change is based on; another revision answers 412. '*' changes whatever is there.";

    /** 64 bits: enough to tell two looks at one revision apart, nobody gains by making two of them equal. */
    private static final int DIGEST_BYTES = 8;

    /** More tags than anybody has looked at. */
    private static final int MAX_LENGTH = 2000;

    private static final Pattern TAG = Pattern.compile("\\G\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");
    private static final Pattern REVISION = Pattern.compile("(\\d{1,18})(\\.[0-9a-f]+)?");

    private final JsonMapper json;

    VersionTags(JsonMapper json) {
        this.json = json;
    }

    /** The tag of something whose revision counts all that is shown of it. */
    public static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** The tag of something that is shown with more than its revision counts. */
    public String of(long revision, Object shown) {
        byte[] digest = digest(json.writeValueAsBytes(shown));
        return "\"" + revision + "." + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + "\"";
    }

    /** What {@code If-Match} allows to change; anything where it is absent. Weak tags, and tags that were never ours, match nothing. */
    public static Expected expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Expected.ANY;
        }
        Set<Long> revisions = new HashSet<>();
        Matcher tag = TAG.matcher(ifMatch);
        int end = 0;
        while (ifMatch.length() <= MAX_LENGTH && end < ifMatch.length() && tag.find()) {
            Matcher revision = REVISION.matcher(tag.group(2));
            if (tag.group(1) == null && revision.matches()) {
                revisions.add(Long.parseLong(revision.group(1)));
            }
            end = tag.end();
        }
        if (end < ifMatch.length() || end == 0 || ifMatch.endsWith(",")) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "If-Match must be '*' or a list of ETags in quotes.");
        }
        return new Expected(revisions);
    }

    /** As {@link #expected}, where a change that nobody looked before would undo somebody's decision. */
    public static Expected required(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new ApiProblem(ProblemCode.PRECONDITION_REQUIRED, "This change needs an If-Match.");
        }
        return expected(ifMatch);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
