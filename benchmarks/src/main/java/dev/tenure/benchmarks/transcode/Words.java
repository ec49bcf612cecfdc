package dev.tenure.benchmarks.transcode;

import java.util.Random;

/** Lines of text without meaning, always the same for one number. */
final class Words {

    private static final String[] VOCABULARY = ("retention meeting account quarter between customer because minutes"
                    + " record of the and to in for with is on was by planning budget review decided open question"
                    + " storage delivery next week team answer result figure market region price legal hold audit"
                    + " report agenda notes action owner date risk cost change release test load index query page")
            .split(" ");

    private Words() {}

    /** A line of at most {@code length} characters. */
    static String line(long number, int length) {
        Random random = new Random(number * 0x9E3779B97F4A7C15L);
        StringBuilder line = new StringBuilder();
        while (true) {
            String word = VOCABULARY[random.nextInt(VOCABULARY.length)];
            if (line.length() + word.length() + 1 > length) {
                return line.toString();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
    }
}
