/** The port on the AWS SDK: the only package that imports it. */
@NullMarked
package dev.tenure.objectstore.s3;

import org.jspecify.annotations.NullMarked;
