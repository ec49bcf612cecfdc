package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.app.cli.CommandLineRoot;
import dev.tenure.app.doctor.DiagnosisFile;
import dev.tenure.app.doctor.StoreAlone;
import dev.tenure.catalog.StoreDiagnoses;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.doctor.Diagnosis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server knows its store, and people can ask what it knows. */
@ExtendWith(World.Shared.class)
class StoreDoctorIT {

    private final World world;

    StoreDoctorIT(World world) {
        this.world = world;
    }

    @Test
    void usesItsStoreAsItWasFound() {
        ObjectStore store = world.bean(ObjectStore.class);
        Diagnosis last = world.bean(StoreDiagnoses.class)
                .latest(StoreAlone.EMBEDDED, store.bucket())
                .orElseThrow();

        assertThat(last.safe()).isTrue();
        assertThat(store.features()).isEqualTo(last.features());
        assertThat(DiagnosisFile.in(world.data()).read().orElseThrow().findings())
                .isEqualTo(last.findings());
        assertThat(store.listVersions(new KeyPrefix("doctor/"))).isEmpty();
    }

    @Test
    void printsWhatTheRunningServerFound() {
        String printed = printed("doctor", "--data", world.data().toString());
        assertThat(printed)
                .startsWith("0\nserver                 " + StoreAlone.EMBEDDED)
                .contains("\nlegal hold");

        String json = printed("doctor", "--json", "--data", world.data().toString());
        assertThat(json.substring(2))
                .isEqualTo(
                        DiagnosisFile.json(DiagnosisFile.in(world.data()).read().orElseThrow()));
    }

    @Test
    void tellsAWrongCommandLineFromABadStore() {
        assertThat(printed("doctor", "--no-such-option")).startsWith("2\n");
    }

    /** The exit code in a line, then what was printed. */
    private static String printed(String... arguments) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = CommandLineRoot.execute(arguments);
            return code + "\n" + out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(terminal);
        }
    }
}
