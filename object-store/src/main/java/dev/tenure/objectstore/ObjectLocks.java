package dev.tenure.objectstore;

import java.time.Instant;

/**
 * S3 Object Lock on single versions: legal holds, which anybody with the permission can set and clear, and retention in GOVERNANCE mode, which
 * ends by itself or can be bypassed with a permission of its own. COMPLIANCE mode is left out on purpose: nobody could undo it, not even for a
 * person's right to erasure.
 *
 * <p>A locked version refuses deletion by version id; a delete marker may still hide it. Setting what is set already is no error.
 */
public interface ObjectLocks {

    /**
     * Sets the legal hold of the version.
     *
     * @throws ObjectNotFound when there is no such version
     */
    void hold(ObjectVersion version);

    /**
     * Clears the legal hold of the version.
     *
     * @throws ObjectNotFound when there is no such version
     */
    void release(ObjectVersion version);

    /**
     * Whether the version has a legal hold, whoever set it.
     *
     * @throws ObjectNotFound when there is no such version
     */
    boolean held(ObjectVersion version);

    /** Keeps the version from deletion until then; a later instant than the one in force only. */
    void retain(ObjectVersion version, Instant until);

    /**
     * Deletes a version in spite of its retention, not of a legal hold. A version that is not there is no error.
     *
     * @throws ObjectStoreException of fault CONFIGURATION where a legal hold, or a missing permission, is in the way
     */
    void deleteRetained(ObjectVersion version);
}
