package dev.tenure.app.doctor;

import dev.tenure.catalog.StoreDiagnoses;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.doctor.StoreDoctor;
import dev.tenure.objectstore.s3.S3Settings;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the examination of the one store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoctorSettings.class)
class DoctorConfiguration {

    /** On the machine's clock: that is what requests are signed by. */
    @Bean
    StoreDoctor storeDoctor(S3Settings store, DoctorSettings settings) {
        String named = settings.server();
        return new StoreDoctor(
                store, named == null || named.isBlank() ? store.server() : named, InstantSource.system());
    }

    @Bean
    StoreExamination storeExamination(
            ObjectStore store, StoreDoctor doctor, StoreDiagnoses diagnoses, DoctorSettings settings) {
        return new StoreExamination(store, doctor, diagnoses, new DiagnosisFile(settings.file()), settings.acceptBad());
    }
}
