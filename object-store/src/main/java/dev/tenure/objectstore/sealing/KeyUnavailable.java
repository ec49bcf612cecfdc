package dev.tenure.objectstore.sealing;

import org.jspecify.annotations.Nullable;

/**
 * A key could not be had, so nothing can be read or sealed under it. The message says which key or vault, what is the matter, and what the
 * operator does now.
 */
public final class KeyUnavailable extends RuntimeException {

    /** What is the matter, and what to do about it. */
    public enum Reason {
        /** There is no vault file. */
        FILE_MISSING(Remedy.OPERATOR, "restore it from its backup; without it no recording can be read"),
        /** Others than its owner can read or replace the vault file. */
        FILE_EXPOSED(
                Remedy.OPERATOR,
                "chmod 600 the file and chmod 700 its directory; if others may have read it, rotate its key"),
        /** The vault file is no keyset, or only a part of one. */
        FILE_DAMAGED(Remedy.OPERATOR, "restore it from its backup"),
        /** The vault file is there, and the system does not let us read it. */
        FILE_UNREADABLE(Remedy.WAITING, "see that its disk answers and that this process may read it"),
        /** The vault file, or the change of it, could not be written. The old file is whole, or the new one is. */
        FILE_UNWRITABLE(Remedy.OPERATOR, "give the process a writable place"),
        /** The catalog is in use with another vault than this machine's. */
        OTHER_VAULT(
                Remedy.OPERATOR,
                "give every machine of a catalog the same keys directory, or restore the vault from its backup"),
        /** The vault never had this key, or it was retired. */
        KEY_UNKNOWN(Remedy.OPERATOR, "restore the vault that has it"),
        /** The vault's key was retired while something was wrapped by it; the next try uses its successor. */
        KEY_RETIRED(Remedy.WAITING, "try again"),
        /** The wrapped key is not what the vault made, or not for this item. */
        WRAPPED_KEY_ALTERED(Remedy.ITEM, "restore the item's row in item_key from a backup of the database"),
        /** The wrapped key is gone for good, on purpose. */
        DESTROYED(Remedy.ITEM, "nothing is to be done"),
        /** The KMS key is switched off. */
        KMS_KEY_DISABLED(Remedy.OPERATOR, "enable the key in KMS"),
        /** The KMS key is going to be deleted, and all it wrapped will be lost with it. */
        KMS_KEY_PENDING_DELETION(Remedy.OPERATOR, "cancel the key's deletion in KMS now, then enable it"),
        /** KMS knows no such key in this account and region. */
        KMS_KEY_MISSING(
                Remedy.OPERATOR,
                "correct tenure.keys.kms-key-id and its region; what a deleted KMS key wrapped is lost"),
        /** The credentials are missing, wrong, expired, or not allowed to use the key. */
        KMS_ACCESS_DENIED(
                Remedy.OPERATOR, "allow kms:Encrypt and kms:Decrypt on the key to the credentials of this server"),
        /** KMS does not do this with this key. */
        KMS_REFUSED(Remedy.OPERATOR, "use a symmetric key for encryption, and see the message above"),
        /** KMS gave no answer, or asked for patience. */
        KMS_UNREACHABLE(Remedy.WAITING, "nothing is lost; it is tried again, and works once KMS answers");

        private enum Remedy {
            WAITING,
            OPERATOR,
            ITEM
        }

        private final Remedy remedy;
        private final String advice;

        Reason(Remedy remedy, String advice) {
            this.remedy = remedy;
            this.advice = advice;
        }

        /** Whether it may pass by itself: the same call can succeed later without anybody's doing. */
        public boolean worthRetrying() {
            return remedy == Remedy.WAITING;
        }

        /** Whether it says something of one item only; otherwise it is an outage that says nothing of any item. */
        public boolean ofOneItem() {
            return remedy == Remedy.ITEM;
        }
    }

    private final Reason reason;

    /** The reason's advice is added to what happened. */
    public KeyUnavailable(Reason reason, String what, @Nullable Throwable cause) {
        super(what + ": " + reason.advice, cause);
        this.reason = reason;
    }

    public KeyUnavailable(Reason reason, String what) {
        this(reason, what, null);
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same call can succeed later without anybody's doing. */
    public boolean worthRetrying() {
        return reason.worthRetrying();
    }
}
