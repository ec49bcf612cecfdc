package dev.tenure.catalog;

import java.util.List;
import java.util.Optional;

/** The interned sets of facts that rule items. The retention module makes and reads them; here they are text. */
public interface RetentionClasses {

    /** A class. */
    record RetentionClass(String id, AccountId account, String factsJson) {}

    /** Keeps the class; one with the same id is the same class, and stays as it is. */
    void intern(RetentionClass retentionClass);

    Optional<RetentionClass> find(String id);

    /** All classes, of all accounts; they are few. */
    List<RetentionClass> all();
}
