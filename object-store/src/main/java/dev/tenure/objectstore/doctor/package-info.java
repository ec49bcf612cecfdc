/**
 * Examines a server by what it really does, and says how the store must be used on it.
 *
 * <p>Nouns: the {@link dev.tenure.objectstore.doctor.StoreDoctor} makes a {@link dev.tenure.objectstore.doctor.Diagnosis} out of {@link
 * dev.tenure.objectstore.doctor.Finding}s, one for each behaviour that Tenure relies on; a probe tries one behaviour.
 *
 * <p>Objects: everything lies below {@code doctor/<run>/} of the bucket, begins with the marker {@code doctor/<run>/began} and is deleted
 * before the examination returns. What a run that crashed left there is deleted by a later one, an hour on. Nothing else in the bucket is
 * listed or touched.
 */
@NullMarked
package dev.tenure.objectstore.doctor;

import org.jspecify.annotations.NullMarked;
