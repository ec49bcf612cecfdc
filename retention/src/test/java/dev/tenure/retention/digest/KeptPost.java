package dev.tenure.retention.digest;

import java.util.ArrayList;
import java.util.List;

/** A post whose letters lie where tests can read them, and that does what a test says with the next ones. */
final class KeptPost implements DigestPost {

    private final List<Digest> letters = new ArrayList<>();
    private Outcome next = new Taken();
    private boolean works = true;
    private int asked;

    void answers(Outcome outcome) {
        next = outcome;
    }

    void works(boolean does) {
        works = does;
    }

    int asked() {
        return asked;
    }

    List<Digest> letters() {
        return letters;
    }

    Digest last() {
        return letters.getLast();
    }

    @Override
    public boolean works() {
        return works;
    }

    @Override
    public Outcome send(Digest digest) {
        asked++;
        if (next instanceof Taken) {
            letters.add(digest);
        }
        return next;
    }
}
