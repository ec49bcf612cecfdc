package dev.tenure.objectstore.contract;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every store must do, subject by subject. A concrete class for each server names the store and says where it differs. */
@ExtendWith(ContractRecorder.class)
public abstract class ObjectStoreContract {

    /**
     * Something that a server is known to do in its own way.
     *
     * @param always whether it shows every time; if so, a test that passes means that the declaration is out of date
     */
    record Difference(String reason, boolean always) {}

    private final Map<String, Difference> differences = new HashMap<>();

    /** How the table calls it: name and version. */
    protected abstract String server();

    /** The store under test, its bucket made. */
    protected abstract ObjectStore store();

    /** The same bucket through a client of its own that knows nothing of the first, as another process would open it. */
    protected abstract ObjectStore another();

    /** Puts a delete marker on the object, which the port itself never does. */
    protected abstract void hide(ObjectKey key);

    /** Writes an object of any name, as somebody else would who shares the bucket. */
    protected abstract void leave(String key, byte[] bytes);

    /** Whether a signed address of it can be read over HTTP. */
    protected boolean hasAddresses() {
        return true;
    }

    /** Says that the server fails the behaviour, always, and why that is known and bearable. */
    protected final void different(String behaviour, String reason) {
        differences.put(behaviour, new Difference(reason, true));
    }

    /** Says that the server keeps the behaviour at times only, and why that is known and bearable. */
    protected final void unreliable(String behaviour, String reason) {
        differences.put(behaviour, new Difference(reason, false));
    }

    final Optional<Difference> difference(String behaviour) {
        return Optional.ofNullable(differences.get(behaviour));
    }

    final Map<String, Difference> differences() {
        return differences;
    }

    @Nested
    class Writes extends WritesContract {
        Writes() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class PutsOnce extends PutOnceContract {
        PutsOnce() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Copies extends CopiesContract {
        Copies() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Reads extends ReadsContract {
        Reads() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Uploads extends UploadsContract {
        Uploads() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class UploadFaults extends UploadFaultsContract {
        UploadFaults() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Versions extends VersionsContract {
        Versions() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class ForeignKeys extends ForeignKeysContract {
        ForeignKeys() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Locks extends LocksContract {
        Locks() {
            super(ObjectStoreContract.this);
        }
    }

    @Nested
    class Sharing extends SharingContract {
        Sharing() {
            super(ObjectStoreContract.this);
        }
    }
}
