package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.ingest.notice.JdbcEvidence.Chain;
import dev.tenure.ingest.notice.JdbcEvidence.Link;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The links of a chain up to the head that it had when reading began, a page at a time: what is added meanwhile is not seen, so what was read ends in that
 * head. No page is in a transaction with another.
 */
final class Links implements Iterator<Link> {

    /** Some hundred kilobytes. */
    private static final int PAGE = 200;

    private final JdbcEvidence evidence;
    private final AccountId account;
    private final String meeting;
    private final Chain upTo;
    private Iterator<Link> page = List.<Link>of().iterator();
    private int read;

    Links(JdbcEvidence evidence, AccountId account, String meeting, Chain upTo) {
        this.evidence = evidence;
        this.account = account;
        this.meeting = meeting;
        this.upTo = upTo;
    }

    @Override
    public boolean hasNext() {
        return read < upTo.length();
    }

    /**
     * The next one.
     *
     * @throws IllegalStateException when the evidence was forgotten meanwhile
     */
    @Override
    public Link next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!page.hasNext()) {
            page = evidence.links(account, meeting, read, Math.min(read + PAGE, upTo.length()))
                    .iterator();
        }
        Link link = page.hasNext() ? page.next() : null;
        read++;
        if (link == null
                || link.ordinal() != read
                || (!hasNext() && !link.hash().equals(upTo.head()))) {
            throw new IllegalStateException("the evidence was forgotten while it was read");
        }
        return link;
    }
}
