package dev.tenure.app.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tenure.objectstore.sealing.DataKey;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The arrows of the house as ARCHITECTURE.md draws them. */
class HouseTest {

    /** Each room with the rooms that it may see. */
    private static final Map<String, List<String>> SEES = new LinkedHashMap<>();

    static {
        SEES.put("embedded", List.of());
        SEES.put("objectstore", List.of());
        SEES.put("catalog", List.of("objectstore"));
        SEES.put("ingest", List.of("objectstore", "catalog"));
        SEES.put("transcode", List.of("objectstore", "catalog"));
        SEES.put("retention", List.of("objectstore", "catalog"));
        SEES.put("storageapi", List.of("objectstore", "catalog", "ingest", "transcode", "retention"));
        SEES.put(
                "app", List.of("embedded", "objectstore", "catalog", "ingest", "transcode", "retention", "storageapi"));
    }

    /** The packages that import a library: one each, and two for what the services of AWS have in common. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry(
                    "software.amazon.awssdk..", List.of("dev.tenure.objectstore.s3..", "dev.tenure.objectstore.kms..")),
            Map.entry("software.amazon.awssdk.services.s3..", List.of("dev.tenure.objectstore.s3..")),
            Map.entry("software.amazon.awssdk.services.kms..", List.of("dev.tenure.objectstore.kms..")),
            Map.entry("com.google.crypto.tink..", List.of("dev.tenure.objectstore.sealing..")),
            Map.entry("org.bouncycastle..", List.of("dev.tenure.catalog.timestamp..")),
            // The SDK is told through it which addresses it may connect to.
            Map.entry("org.apache.hc..", List.of("dev.tenure.catalog.reach..", "dev.tenure.objectstore.s3..")),
            Map.entry(
                    "org.apache.commons.compress..",
                    List.of("dev.tenure.embedded..", "dev.tenure.ingest.handover.tar..")),
            Map.entry("org.apache.tika..", List.of("dev.tenure.ingest.inspect..")),
            Map.entry("net.bramp.ffmpeg..", List.of("dev.tenure.transcode.ffmpeg..")),
            Map.entry("org.apache.fontbox..", List.of("dev.tenure.transcode.lettering..")),
            // The font is read through it, too.
            Map.entry(
                    "org.apache.pdfbox..", List.of("dev.tenure.retention.paper..", "dev.tenure.transcode.lettering..")),
            Map.entry("com.openhtmltopdf..", List.of("dev.tenure.retention.paper..")),
            Map.entry("org.springframework.batch..", List.of("dev.tenure.transcode.job..")),
            Map.entry("jakarta.mail..", List.of("dev.tenure.app.mail..")),
            Map.entry("org.springframework.mail..", List.of("dev.tenure.app.mail..")),
            Map.entry("org.quartz..", List.of("dev.tenure.app.schedule..")),
            Map.entry("picocli..", List.of("dev.tenure.app.cli..")),
            Map.entry("io.micrometer..", List.of("dev.tenure.app.meters..")),
            Map.entry("io.github.bucket4j..", List.of("dev.tenure.storageapi.limits..")),
            Map.entry("org.springframework.security.crypto..", List.of("dev.tenure.catalog.people..")),
            Map.entry("org.springframework.security.oauth2..", List.of("dev.tenure.storageapi.oidc..")),
            Map.entry("com.nimbusds..", List.of("dev.tenure.storageapi.oidc..")),
            Map.entry("com.nulabinc..", List.of("dev.tenure.catalog.people..")),
            Map.entry("org.springdoc..", List.of("dev.tenure.storageapi..")));

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Tests of other rooms, which come as jars.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.tenure");
    }

    static List<String> rooms() {
        return List.copyOf(SEES.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomSeesOnlyTheRoomsToItsLeft(String room) {
        String[] hidden = SEES.keySet().stream()
                .filter(other -> !other.equals(room)
                        && !SEES.getOrDefault(room, List.of()).contains(other))
                .map(other -> "dev.tenure." + other + "..")
                .toArray(String[]::new);
        assertThat(house.that(resideInAnyPackage("dev.tenure." + room + "..")))
                .as("classes of %s", room)
                .isNotEmpty();
        if (hidden.length > 0) {
            noClasses()
                    .that(resideInAnyPackage("dev.tenure." + room + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(hidden))
                    .check(house);
        }
    }

    @Test
    void everyRoomIsOnTheMap() {
        classes()
                .should()
                .resideInAnyPackage(SEES.keySet().stream()
                        .map(room -> "dev.tenure." + room + "..")
                        .toArray(String[]::new))
                .check(house);
    }

    @Test
    void packagesOfARoomHaveNoCycles() {
        slices().matching("dev.tenure.(**)").should().beFreeOfCycles().check(house);
    }

    /** Spring knows that whoever uses JdbcClient needs the tables, but not what is made of a bare data source. */
    @Test
    void whatIsMadeOfADataSourceComesAfterTheTables() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and(describe("take a data source", method -> takes(method, DataSource.class)))
                .and(describe("take no JdbcClient", method -> !takes(method, JdbcClient.class)))
                .should()
                .beAnnotatedWith(DependsOnDatabaseInitialization.class)
                .check(house);
    }

    private static boolean takes(JavaMethod method, Class<?> type) {
        return method.getRawParameterTypes().stream().anyMatch(parameter -> parameter.isEquivalentTo(type));
    }

    @Test
    void aForeignLibraryIsImportedInItsOwnPackageOnly() {
        LIBRARIES.forEach((library, rooms) -> noClasses()
                .that(not(resideInAnyPackage(rooms.toArray(String[]::new))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .check(house));
    }

    @Test
    void stagesKnowNothingOfTheWeb() {
        noClasses()
                .that(not(resideInAnyPackage("dev.tenure.storageapi..", "dev.tenure.app..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta.servlet..", "org.springframework.web..", "org.springframework.http.."))
                .check(house);
    }

    @Test
    void sqlStandsInJdbcClassesOnly() {
        noClasses()
                .that(not(simpleNameStartingWith("Jdbc"))
                        .and(not(simpleNameEndingWith("Configuration")))
                        .and(not(simpleNameEndingWith("DatabaseClock"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.jdbc.core.."))
                .check(house);
    }

    @Test
    void secretsOfDataKeysAreSeenByVaultsOnly() {
        noClasses()
                .that(not(resideInAnyPackage("dev.tenure.objectstore.sealing..", "dev.tenure.objectstore.kms..")))
                .should()
                .callMethod(DataKey.class, "toWrap")
                .orShould()
                .callMethod(DataKey.class, "unwrapped", byte[].class)
                .check(house);
    }

    @Test
    void nobodyReadsTheMachinesClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(house);
    }
}
