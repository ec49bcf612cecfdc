package dev.tenure.benchmarks.transcode;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the figures must reach. PeerTube's profile is the measure: it is what a platform gets that takes an encoder's defaults.
 *
 * <ul>
 *   <li>Screens: at most 0.65 of its bytes and 0.4 of its processor time, at VMAF 96 or better.
 *   <li>Screens with cameras: at most 0.65 of its bytes at its quality.
 *   <li>Cameras: at most 0.75 of its bytes and of its processor time, at VMAF 95 or better.
 *   <li>AV1, whatever is shown: at most 0.35 of its bytes, at VMAF 96 or better.
 *   <li>All that surrounds an encode: at most 2 s or 5 % of the bare encoder's processor time, whichever is more.
 *   <li>A copy: at most 20 s of processor time per hour of meeting.
 * </ul>
 *
 * <p>Quality bars hold for VMAF alone: where only SSIM is at hand, ours must not lie below PeerTube's by more than {@link #SSIM_SLACK}.
 */
final class Bars {

    static final String OURS = "Tenure";
    static final String OURS_AV1 = "Tenure, AV1";
    static final String BARE = "  its bare encoder";
    static final String COPIED = "Tenure, copied";

    /** VMAF of one run and another differ by less than this at the same settings; below it two qualities are equal. */
    private static final double EQUAL = 0.3;

    /** In hundredths of SSIM. */
    private static final double SSIM_SLACK = 0.5;

    private static final double OVERHEAD_SHARE = 0.05;
    private static final double OVERHEAD_SECONDS = 2;
    private static final double COPY_CPU_PER_HOUR = 20;

    private final List<Trial> trials;
    private final boolean vmaf;
    private final List<String> verdicts = new ArrayList<>();
    private boolean met = true;

    Bars(List<Trial> trials, boolean vmaf) {
        this.trials = List.copyOf(trials);
        this.vmaf = vmaf;
    }

    /** Prints each bar with what was reached, and says whether all were met. */
    boolean print(PrintStream out) {
        for (Trial trial : trials) {
            Trial peerTube = trial.source().picture() ? find(trial.source(), Rival.PEERTUBE.words()) : null;
            if (trial.way().equals(OURS)) {
                ours(trial, peerTube);
                overhead(trial, find(trial.source(), BARE));
            } else if (trial.way().equals(OURS_AV1) && peerTube != null) {
                bytes(trial, peerTube, 0.35);
                quality(trial, peerTube, 96);
            } else if (trial.way().equals(COPIED)) {
                limit(trial, "CPU s/h", trial.cpuPerHour(), COPY_CPU_PER_HOUR);
            }
        }
        verdicts.forEach(out::println);
        return met;
    }

    private void ours(Trial trial, @Nullable Trial peerTube) {
        Source.Kind kind = trial.source().kind();
        if (peerTube == null || kind == null) {
            return;
        }
        switch (kind) {
            case SCREEN -> {
                bytes(trial, peerTube, 0.65);
                cpu(trial, peerTube, 0.4);
                quality(trial, peerTube, 96);
            }
            case MIXED -> {
                bytes(trial, peerTube, 0.65);
                quality(trial, peerTube, peerTube.mean());
            }
            case CAMERAS -> {
                bytes(trial, peerTube, 0.75);
                cpu(trial, peerTube, 0.75);
                quality(trial, peerTube, 95);
            }
            case SOUND -> {}
        }
    }

    private void overhead(Trial trial, @Nullable Trial bare) {
        if (bare != null) {
            double most = Math.max(OVERHEAD_SECONDS, bare.cost().cpuSeconds() * OVERHEAD_SHARE);
            limit(
                    trial,
                    "CPU s around the encoder",
                    trial.cost().cpuSeconds() - bare.cost().cpuSeconds(),
                    most);
        }
    }

    private void bytes(Trial trial, Trial peerTube, double most) {
        limit(trial, "of PeerTube's bytes", (double) trial.bytes() / peerTube.bytes(), most);
    }

    private void cpu(Trial trial, Trial peerTube, double most) {
        limit(
                trial,
                "of PeerTube's CPU",
                trial.cost().cpuSeconds() / peerTube.cost().cpuSeconds(),
                most);
    }

    private void quality(Trial trial, Trial peerTube, double least) {
        if (trial.score() == null) {
            return;
        }
        double wanted = vmaf ? least : peerTube.mean() - SSIM_SLACK;
        boolean reached = trial.mean() >= wanted - (vmaf ? EQUAL : 0);
        tell(reached, trial, "%.2f, at least %.2f: %s".formatted(trial.mean(), wanted, vmaf ? "VMAF" : "SSIM × 100"));
    }

    private void limit(Trial trial, String what, double value, double most) {
        tell(value <= most, trial, "%.2f, at most %.2f: %s".formatted(value, most, what));
    }

    private void tell(boolean reached, Trial trial, String words) {
        met &= reached;
        verdicts.add(String.format(
                Locale.ROOT,
                "  %-6s %-24s %-16s %s",
                reached ? "met" : "MISSED",
                trial.source().name(),
                trial.way(),
                words));
    }

    private @Nullable Trial find(Source source, String way) {
        return trials.stream()
                .filter(trial -> trial.source().equals(source) && trial.way().equals(way))
                .findFirst()
                .orElse(null);
    }
}
