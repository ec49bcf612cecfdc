package dev.tenure.storageapi.limits;

import java.time.Duration;

/**
 * What is left of a quota.
 *
 * @param granted whether this request may go on
 * @param left requests that are left now
 * @param next until the next one is granted; zero while some are left
 * @param full until all are left again
 */
record Quota(boolean granted, long left, Duration next, Duration full) {}
