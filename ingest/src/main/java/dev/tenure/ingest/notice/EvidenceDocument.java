package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.JdbcEvidence.Link;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a meeting's notices, as one JSON document that needs no program of ours to be checked.
 *
 * <p>It is written while the chain is read, page by page, up to the head that the chain had when the document was asked for. In memory are a page, and of each
 * event when it was and what it was.
 */
public final class EvidenceDocument {

    private final AccountId account;
    private final NoticeSettings settings;
    private final Instant now;
    private final String meeting;
    private final Notices notices;
    private final String head;
    private final Supplier<Iterator<Link>> links;
    private final Supplier<EvidencePeople> people;
    private final @Nullable UUID only;

    EvidenceDocument(
            AccountId account,
            NoticeSettings settings,
            Instant now,
            String meeting,
            Notices notices,
            String head,
            Supplier<Iterator<Link>> links,
            Supplier<EvidencePeople> people,
            @Nullable UUID only) {
        this.account = account;
        this.settings = settings;
        this.now = now;
        this.meeting = meeting;
        this.notices = notices;
        this.head = head;
        this.links = links;
        this.people = people;
        this.only = only;
    }

    /**
     * Writes it, as canonical JSON. A document that was broken off has no end, so that nobody takes it for whole.
     *
     * @throws IOException when the reader went away
     * @throws IllegalStateException when the evidence was forgotten meanwhile
     */
    public void writeTo(OutputStream target) throws IOException {
        MemberStream out = new MemberStream(target);
        ChainFacts facts = new ChainFacts();
        SortedSet<String> named = new TreeSet<>();
        out.member("controllerAccount", account.toString());
        writeEntries(out, facts, named);
        out.member(
                "hashing", "hash = SHA-256(previous in hexadecimal digits, then the entry as RFC 8785 canonical JSON)");
        out.member("head", head);
        out.member("meeting", meeting);
        writeNotices(out, named);
        writeParticipants(out, facts);
        out.member("processor", settings.processor());
        out.member("schema", "tenure.notice-evidence/1");
        out.member("writtenAt", now.toString());
        out.end();
    }

    private void writeEntries(MemberStream out, ChainFacts facts, SortedSet<String> named) throws IOException {
        MemberStream.Elements entries = out.array("entries");
        String before = "";
        for (Iterator<Link> chain = links.get(); chain.hasNext(); ) {
            Link link = chain.next();
            JsonObject body = EvidenceJson.read(link.body());
            facts.take(link, body);
            if (link.pseudonym() == null || only == null || link.pseudonym().equals(only)) {
                entries.add(JsonObject.builder()
                        .put("ordinal", link.ordinal())
                        .put("previous", before)
                        .put("hash", link.hash())
                        .put("entry", body)
                        .build());
                if (body.members().get("notice") instanceof JsonObject notice) {
                    named.add(String.valueOf(EvidenceJson.string(notice, "id")));
                }
            }
            before = link.hash();
        }
        entries.end();
    }

    private void writeNotices(MemberStream out, SortedSet<String> named) throws IOException {
        MemberStream.Elements shown = out.array("notices");
        for (String id : named) {
            Optional<Notice> notice = notices.find(account, NoticeId.of(id));
            if (notice.isPresent()) {
                shown.add(notice(notice.get()));
            }
        }
        shown.end();
    }

    private void writeParticipants(MemberStream out, ChainFacts facts) throws IOException {
        MemberStream.Elements participants = out.array("participants");
        for (Iterator<JsonObject> each = people.get().said(facts, only).iterator(); each.hasNext(); ) {
            participants.add(each.next());
        }
        participants.end();
    }

    private static JsonObject notice(Notice notice) {
        Notice.Sound sound = notice.sound();
        return JsonObject.builder()
                .put("id", notice.id().toString())
                .put("name", notice.name())
                .put("version", notice.version())
                .put("language", notice.language())
                .put("text", notice.text())
                .put("textSha256", notice.textHash().hex())
                .put("onScreen", notice.onScreen())
                .put("soundType", sound == null ? null : sound.mediaType())
                .put("soundSha256", sound == null ? null : sound.sha256().hex())
                .build();
    }
}
