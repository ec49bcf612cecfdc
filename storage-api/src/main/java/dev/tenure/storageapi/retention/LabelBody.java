package dev.tenure.storageapi.retention;

import dev.tenure.retention.Label;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.storageapi.problem.Given;

/**
 * A label as it travels.
 *
 * @param keep an ISO 8601 period
 */
record LabelBody(String name, String keep) {

    LabelBody {
        Given.text("name", name);
        Given.text("keep", keep);
    }

    static LabelBody of(Label label) {
        return new LabelBody(label.name(), label.keep().toString());
    }

    /**
     * The label that this says.
     *
     * @throws IllegalArgumentException when it says none; the message says why
     */
    Label label() {
        return new Label(name, RetentionPeriod.parse(keep));
    }
}
