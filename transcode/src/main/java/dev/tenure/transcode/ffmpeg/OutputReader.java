package dev.tenure.transcode.ffmpeg;

/** Takes a process's standard output as it comes, on one thread. */
@FunctionalInterface
interface OutputReader {

    /**
     * Takes the next bytes.
     *
     * @return whether these bytes show that the process got on with its work
     */
    boolean read(byte[] buffer, int length);
}
