package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.contract.ObjectStoreContract;
import org.junit.jupiter.api.Nested;

/** The contract on a server that speaks S3, and what only such a one can show. */
abstract class S3ServerContract extends ObjectStoreContract {

    /** The server, started; its bucket made. */
    abstract S3UnderTest target();

    @Override
    protected String server() {
        return target().name();
    }

    @Override
    protected ObjectStore store() {
        return target().store();
    }

    @Override
    protected ObjectStore another() {
        return target().another();
    }

    @Override
    protected void hide(ObjectKey key) {
        target().hide(key.value());
    }

    @Override
    protected void leave(String key, byte[] bytes) {
        target().leave(key, bytes);
    }

    @Nested
    class CopiesInParts extends CopiesInPartsContract {
        CopiesInParts() {
            super(S3ServerContract.this);
        }
    }

    @Nested
    class Access extends AccessContract {
        Access() {
            super(S3ServerContract.this);
        }
    }
}
