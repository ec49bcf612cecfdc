package dev.tenure.benchmarks.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Words and names, as frequent as their rank says (Zipf). All are written as they are compared: small letters without accents. */
final class Vocabulary {

    private static final List<String> COMMON = List.of(
            ("weekly team meeting review project sync call planning update status sales customer product design budget "
                            + "daily standup retrospective interview training all hands board quarterly kickoff demo support "
                            + "workshop roadmap marketing onboarding strategy partner release incident security finance hiring "
                            + "data research legal regional partner monthly check in steering committee town hall office hours")
                    .split(" ", -1));

    private static final String[] SYLLABLES =
            "ba be bi bo da de di do fa fe ga go ka ke ki la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se so ta te ti to va vi"
                    .split(" ", -1);

    private final String[] words;
    private final double[] upTo;

    private Vocabulary(String[] words) {
        this.words = words;
        this.upTo = new double[words.length];
        double sum = 0;
        for (int i = 0; i < words.length; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
    }

    /** Words of titles, the common ones first. */
    static Vocabulary titles() {
        return new Vocabulary(Stream.concat(
                        COMMON.stream().distinct(), IntStream.range(0, 20_000).mapToObj(i -> made(i) + "x"))
                .toArray(String[]::new));
    }

    /** Names of people, first or last. */
    static Vocabulary names(int count, String ending) {
        return new Vocabulary(
                IntStream.range(0, count).mapToObj(i -> made(i) + ending).toArray(String[]::new));
    }

    private static String made(int number) {
        StringBuilder word = new StringBuilder();
        int rest = number + SYLLABLES.length;
        while (rest > 0) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
            rest /= SYLLABLES.length;
        }
        return word.toString();
    }

    /** One, the common ones more often. */
    String any(Random random) {
        return words[sample(upTo, random)];
    }

    /** The word of this rank, from 0. */
    String ranked(int rank) {
        return words[rank];
    }

    /** An index into cumulated weights. */
    static int sample(double[] upTo, Random random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
    }
}
