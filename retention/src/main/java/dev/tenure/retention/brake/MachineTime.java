package dev.tenure.retention.brake;

import java.time.Instant;
import java.time.InstantSource;

/** The time of this machine, beside which the database's clock is looked at. Never decides what is due. */
public interface MachineTime {

    /** What this machine's own clock shows. */
    Instant instant();

    /** Nanoseconds since some beginning, which no setting of a clock moves. */
    long nanoTime();

    /** What the operating system says. */
    static MachineTime real() {
        return new MachineTime() {
            @Override
            public Instant instant() {
                return InstantSource.system().instant();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
    }
}
