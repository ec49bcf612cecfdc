package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.catalog.reach.HttpFetcher.Bearer;
import dev.tenure.catalog.reach.HttpFetcher.Download;
import dev.tenure.catalog.reach.NotReachable;
import dev.tenure.catalog.reach.Reach;
import dev.tenure.ingest.handover.Location.AtAddress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Behind an address, resumed by ranges (RFC 9110 §14). */
final class AddressPlace implements Place {

    /** More hops than any server of a media server's maker needs. */
    private static final int HOPS = 5;

    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final HttpFetcher fetcher;
    private final Reach reach;
    private final AtAddress address;
    private final Renewal renewal;
    private @Nullable String token;
    private boolean renewed;

    AddressPlace(HttpFetcher fetcher, Reach reach, AtAddress address, Renewal renewal) {
        this.fetcher = fetcher;
        this.reach = reach;
        this.address = address;
        this.renewal = renewal;
        this.token = address.token();
    }

    /** How another token is had. */
    interface Renewal {
        Optional<String> token() throws IOException;
    }

    @Override
    public Facts look() throws IOException {
        try (Download answer = get("bytes=0-0")) {
            String version = answer.header("ETag").orElse("");
            return new Facts(size(answer), version, null);
        }
    }

    private static long size(Download answer) throws IOException {
        if (answer.status() == 206) {
            return total(answer, 0);
        }
        if (answer.status() == 416) {
            // Nothing has no first byte.
            return 0;
        }
        return Long.parseLong(answer.header("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .orElseThrow(() -> new IOException("the source does not say how large the file is")));
    }

    private static long total(Download answer, long from) throws IOException {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != from) {
            throw new IOException("the source sent another range than it was asked for");
        }
        return Long.parseLong(range.group(3));
    }

    @Override
    public InputStream open(Facts facts, long from) throws IOException {
        if (from >= facts.size()) {
            return InputStream.nullInputStream();
        }
        Download answer = get("bytes=" + from + "-");
        try {
            long size = answer.status() == 206 ? total(answer, from) : size(answer);
            if (size != facts.size() || !answer.header("ETag").orElse("").equals(facts.version())) {
                throw new IOException("the file was changed");
            }
            if (answer.status() == 200) {
                // A server that knows no ranges sends it all.
                answer.body().skipNBytes(from);
            }
            return new Closing(answer);
        } catch (IOException | RuntimeException failure) {
            answer.close();
            throw failure;
        }
    }

    private Download get(String range) throws IOException {
        Download answer = once(range);
        if (NOT_LET_IN.contains(answer.status()) && address.renewable() && !renewed) {
            answer.close();
            renewed = true;
            token = renewal.token().orElseThrow(() -> new IOException("the source does not let us in any more"));
            answer = once(range);
        }
        if (answer.status() != 200 && answer.status() != 206 && answer.status() != 416) {
            int status = answer.status();
            answer.close();
            throw new IOException("the source answered " + status);
        }
        return answer;
    }

    private Download once(String range) throws IOException {
        try {
            Bearer bearer = token == null ? null : new Bearer(token, List.of());
            return fetcher.open(reach, address.url(), Map.of("Range", range), bearer, HOPS);
        } catch (NotReachable refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    @Override
    public boolean delete(Facts facts) {
        return false;
    }

    @Override
    public void close() {
        // Downloads are closed one by one.
    }

    private static final class Closing extends FilterInputStream {

        private final Download answer;

        Closing(Download answer) {
            super(answer.body());
            this.answer = answer;
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
