package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.StoreFeatures;
import java.util.function.UnaryOperator;

/**
 * What a probe saw.
 *
 * @param features what it means for how the store is used
 */
record Observation(Verdict verdict, String seen, String consequence, UnaryOperator<StoreFeatures> features) {

    static Observation good(String seen) {
        return of(Verdict.GOOD, seen, "");
    }

    static Observation of(Verdict verdict, String seen, String consequence) {
        return new Observation(verdict, seen, consequence, UnaryOperator.identity());
    }

    Observation with(UnaryOperator<StoreFeatures> change) {
        return new Observation(verdict, seen, consequence, change);
    }

    Finding of(String behaviour) {
        return new Finding(behaviour, verdict, seen, consequence);
    }
}
