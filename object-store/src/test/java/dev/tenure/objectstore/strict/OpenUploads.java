package dev.tenure.objectstore.strict;

import dev.tenure.objectstore.strict.OpenUpload.NamedPart;
import dev.tenure.objectstore.strict.OpenUpload.SentPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The multipart uploads of a bucket. Used under the bucket's lock. */
final class OpenUploads {

    /** S3's smallest part, but for the last one. */
    private static final int MIN_PART = 5 << 20;

    private static final int MAX_NUMBER = 10_000;

    private record Closed(OpenUpload upload, long died, boolean aborted) {}

    private final History history;
    private final Defects defects;
    private final Map<String, OpenUpload> open = new LinkedHashMap<>();
    private final List<Closed> closed = new ArrayList<>();

    OpenUploads(History history, Defects defects) {
        this.history = history;
        this.defects = defects;
    }

    OpenUpload begin(String key, Description description) {
        long born = history.change();
        OpenUpload upload = new OpenUpload(key, "u" + born, description, history.now(), born, new TreeMap<>());
        open.put(upload.id(), upload);
        return upload;
    }

    OpenUpload known(String key, String id) {
        OpenUpload upload = open.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw new S3Refusal(404, "NoSuchUpload", "There is no such upload: it may have been aborted or completed.");
        }
        return upload;
    }

    SentPart send(String key, String id, int number, Content content) {
        if (number < 1 || number > MAX_NUMBER) {
            throw S3Refusal.invalid("Part number must be an integer between 1 and 10000, inclusive");
        }
        SentPart part = new SentPart(number, content, history.now());
        open.put(id, known(key, id).with(part));
        return part;
    }

    /** The object that the named parts make; the upload stays open until it is {@link #completed}. */
    static Content joined(OpenUpload upload, List<NamedPart> named) {
        if (named.isEmpty()) {
            throw S3Refusal.malformedXml();
        }
        for (int i = 1; i < named.size(); i++) {
            if (named.get(i).number() <= named.get(i - 1).number()) {
                throw new S3Refusal(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
        }
        List<Content> contents = new ArrayList<>();
        for (NamedPart part : named) {
            SentPart sent = upload.parts().get(part.number());
            if (sent == null || !sent.content().etag().equals(part.etag())) {
                throw new S3Refusal(400, "InvalidPart", "Part " + part.number() + " is not there, or is another one.");
            }
            if (sent.content().size() < MIN_PART && !part.equals(named.getLast())) {
                throw new S3Refusal(400, "EntityTooSmall", "Part " + part.number() + " is smaller than 5 MiB.");
            }
            contents.add(sent.content());
        }
        return Content.joined(contents);
    }

    void completed(OpenUpload upload, long change) {
        open.remove(upload.id());
        closed.add(new Closed(upload.withoutParts(), change, false));
    }

    void abort(OpenUpload upload) {
        open.remove(upload.id());
        closed.add(new Closed(upload.withoutParts(), history.change(), true));
    }

    /** Uploads under the prefix that come after a key, or after one upload of it: by key, the oldest first. */
    Page<OpenUpload> listed(String prefix, String afterKey, String afterId, int max) {
        if (defects.has(Defect.UPLOAD_LISTING_EMPTY)) {
            return new Page<>(List.of(), false);
        }
        long shown = history.shown();
        long afterBorn = afterId.isEmpty() ? Long.MAX_VALUE : born(afterId);
        boolean keepsAborted = defects.has(Defect.ABORT_KEEPS_LISTING);
        Stream<OpenUpload> gone = closed.stream()
                .filter(one -> one.died > shown || (one.aborted && keepsAborted))
                .map(Closed::upload);
        List<OpenUpload> behind = Stream.concat(open.values().stream(), gone)
                .filter(upload -> upload.born() <= shown && matches(upload.key(), prefix))
                .filter(upload -> {
                    int order = Versions.KEY_ORDER.compare(upload.key(), afterKey);
                    return order > 0 || (order == 0 && upload.born() > afterBorn);
                })
                .sorted(Comparator.comparing(OpenUpload::key, Versions.KEY_ORDER)
                        .thenComparingLong(OpenUpload::born))
                .toList();
        return Page.of(behind, max);
    }

    private boolean matches(String key, String prefix) {
        if (defects.has(Defect.UPLOAD_LISTING_IGNORES_PREFIX)) {
            return true;
        }
        boolean byKey = defects.has(Defect.UPLOAD_LISTING_BY_KEY) && !prefix.isEmpty();
        return byKey ? key.equals(prefix) : key.startsWith(prefix);
    }

    private long born(String id) {
        return Stream.concat(open.values().stream(), closed.stream().map(Closed::upload))
                .filter(upload -> upload.id().equals(id))
                .findFirst()
                .orElseThrow(() -> S3Refusal.invalid("Invalid uploadId marker"))
                .born();
    }
}
