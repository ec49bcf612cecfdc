package dev.tenure.embedded;

import java.util.Locale;

/** The artifacts we unpack are built for one platform. */
final class Platform {

    private Platform() {}

    /**
     * @param variable the setting that replaces this part
     * @throws EmbeddedPartFailed on anything but Linux on x86-64
     */
    static void requireSupported(String part, String variable) {
        requireSupported(part, variable, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static void requireSupported(String part, String variable, String system, String architecture) {
        boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
        boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
        if (!linux || !x86) {
            throw new EmbeddedPartFailed(
                    part,
                    "there is no embedded one for " + system + " on " + architecture + ", only for Linux on x86_64",
                    "Install your own and set " + variable,
                    null);
        }
    }
}
