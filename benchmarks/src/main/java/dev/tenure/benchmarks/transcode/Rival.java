package dev.tenure.benchmarks.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What others make of a recording, by the parameters of their public sources, as bare ffmpeg runs them. Where a product takes a frame rate from its
 * configuration, the source's own is taken, so that nobody loses by a conversion that its users would not have.
 */
enum Rival {

    /**
     * PeerTube's default transcoding profile at the source's size: {@code ffmpeg-default-transcoding-profile.ts} (veryfast, x264's own CRF capped by an
     * average of bits per pixel that {@code getAverageTheoreticalBitrate} takes from a table, 16 B-frames) and {@code encoder-options.ts} (a key frame
     * every two seconds); sound of unknown rate becomes 256 kbit/s stereo.
     */
    PEERTUBE("PeerTube") {
        @Override
        List<String> picture(Source source) {
            double bitsPerPixel = source.height() > 720 ? 0.10 : 0.11;
            long rate = Math.round(source.width() * source.height() * source.rate() * bitsPerPixel);
            return split(("-c:v libx264 -preset veryfast -maxrate:v %d -bufsize:v %d -b_strategy 1 -bf 16"
                            + " -r %s -g:v %d -pix_fmt yuv420p")
                    .formatted(rate, rate * 2, rate(source), Math.round(source.rate() * 2)));
        }

        @Override
        List<String> sound() {
            return split("-c:a aac -b:a 256k -ac 2");
        }
    },

    /** Opencast's {@code adaptive-1080p} and {@code adaptive-720p} of {@code adaptive-streaming-movies.properties}, the one of the source's size. */
    OPENCAST("Opencast top") {
        @Override
        List<String> picture(Source source) {
            boolean large = source.height() > 720;
            return split(("-c:v libx264 -crf 23 -maxrate %s -bufsize %s -profile:v high -level 4.0 -pix_fmt yuv420p"
                            + " -x264opts keyint=25:min-keyint=25:no-scenecut"
                            + " -filter:v crop='floor(iw/2)*2:floor(ih/2)*2',scale='-2:min(ih\\,%d)',fps=fps=25")
                    .formatted(large ? "4000k" : "1200k", large ? "8000k" : "2400k", large ? 1080 : 720));
        }

        @Override
        List<String> sound() {
            return split("-c:a aac -b:a 96k -ac 1");
        }
    },

    /** BigBlueButton's video format: 1280×720 of {@code video.yml} in the working codec of {@code edl/video.rb}, copied into the result. */
    BIGBLUEBUTTON("BigBlueButton 720p") {
        @Override
        List<String> picture(Source source) {
            return split("-vf scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1 -c:v libx264"
                    + " -threads 2 -preset faster -tune film -x264opts subme=2:bframes=5:stitchable=1 -crf 23"
                    + " -force_key_frames expr:gte(t,n_forced*10) -pix_fmt yuv420p");
        }

        @Override
        List<String> sound() {
            return split("-c:a aac -b:a 128K");
        }
    },

    /** What Jibri's recorder writes while the meeting lasts: {@code reference.conf}, ultrafast for files, CRF 25. */
    JIBRI("Jibri recorder") {
        @Override
        List<String> picture(Source source) {
            return split("-c:v libx264 -pix_fmt yuv420p -r %s -crf 25 -preset ultrafast -profile:v main -level 3.1"
                    .formatted(rate(source)));
        }

        @Override
        List<String> sound() {
            return split("-c:a aac -ar 44100 -b:a 128k -af aresample=async=1");
        }
    };

    private final String words;

    Rival(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    abstract List<String> picture(Source source);

    abstract List<String> sound();

    /** Everything behind the program's name, up to the output. */
    List<String> arguments(Source source) {
        List<String> arguments = new ArrayList<>(split("-hide_banner -loglevel error -nostdin -y -i"));
        arguments.add(source.file().toString());
        arguments.addAll(source.picture() ? picture(source) : List.of("-vn"));
        arguments.addAll(sound());
        arguments.addAll(split("-max_muxing_queue_size 1024 -map_metadata -1 -movflags faststart -f mp4"));
        return arguments;
    }

    static String rate(Source source) {
        return String.format(Locale.ROOT, "%.3f", source.rate());
    }

    static List<String> split(String line) {
        return List.of(line.split(" ", -1));
    }
}
