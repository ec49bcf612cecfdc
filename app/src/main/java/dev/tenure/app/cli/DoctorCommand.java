package dev.tenure.app.cli;

import dev.tenure.app.doctor.DiagnosisFile;
import dev.tenure.app.doctor.StoreAlone;
import dev.tenure.embedded.EmbeddedPartInUse;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.DiagnosisTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Examines the object store. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Examines the object store by using it, and says what of it Tenure can rely on.",
            "It is the one of TENURE_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY and _SECRET_KEY, else the embedded one.",
            "The bucket is made if it is missing; all that the examination writes lies below doctor/ and is deleted again.",
            "Exit code 0 if recordings can be kept there, 1 if not, or if the store does not answer."
        })
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "the server's data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "print JSON, as <data>/doctor.json keeps it")
    private boolean json;

    @Override
    public Integer call() {
        try (StoreAlone store = StoreAlone.open(data, System.getenv())) {
            StoreAlone.Result result = store.examine();
            int code = print(System.out, result.diagnosis(), result.last());
            result.problems().forEach(problem -> System.err.println("tenure: " + problem));
            return code;
        } catch (EmbeddedPartInUse running) {
            return printLast();
        }
    }

    /** The running server has its embedded store for itself, and has examined it. */
    private int printLast() {
        System.err.println("tenure: a server runs on " + data + "; it examines its store at start and once a day, see "
                + data.resolve("logs/tenure.log"));
        Optional<Diagnosis> last = DiagnosisFile.in(data).read();
        if (last.isEmpty()) {
            System.err.println("tenure: it has not examined it yet");
            return 1;
        }
        return print(System.out, last.get(), Optional.empty());
    }

    private int print(PrintStream out, Diagnosis diagnosis, Optional<Diagnosis> last) {
        out.print(json ? DiagnosisFile.json(diagnosis) : DiagnosisTable.of(diagnosis));
        if (!json && last.isPresent()) {
            diagnosis
                    .changesSince(last.get())
                    .forEach(change -> out.println(
                            "since " + last.get().at() + " " + change.now().behaviour() + " was " + change.before()));
        }
        return diagnosis.safe() ? 0 : 1;
    }
}
