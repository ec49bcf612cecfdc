package dev.tenure.catalog.manifest;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import java.util.Optional;

/** What a module knows of an item that the catalog does not. Each module that does brings one. */
public interface ManifestSection {

    /** The member of the manifest that it stands in. */
    String name();

    /** What is known now; empty when nothing is. */
    Optional<JsonObject> of(Item item, Meeting meeting);
}
