/**
 * An S3 server inside the test's own JVM that is as strict as AWS documents S3, and can be made wrong in named ways.
 *
 * <p>{@link dev.tenure.objectstore.strict.StrictBucket} is what a bucket keeps and refuses; {@link dev.tenure.objectstore.strict.StrictS3} puts
 * the REST protocol and its signatures before it. A {@link dev.tenure.objectstore.strict.Defect} is a server that is different for good, a
 * {@link dev.tenure.objectstore.strict.Fault} is a bad moment.
 */
@NullMarked
package dev.tenure.objectstore.strict;

import org.jspecify.annotations.NullMarked;
