package dev.tenure.catalog;

import dev.tenure.objectstore.doctor.Diagnosis;
import java.util.Optional;
import javax.sql.DataSource;

/** What examinations of object stores found, server by server. */
public interface StoreDiagnoses {

    /** How many are kept of one server and bucket: some months of one a day. */
    int KEPT = 100;

    /** For programs that have a database and no server on it, whose tables a server made before. */
    static StoreDiagnoses in(DataSource database) {
        return new JdbcStoreDiagnoses(database);
    }

    /** Keeps it, and drops the oldest of the same server and bucket beyond {@link #KEPT}. */
    void record(Diagnosis diagnosis);

    /** The last that was recorded; empty too where this version of the program cannot read it. */
    Optional<Diagnosis> latest(String server, String bucket);
}
