/**
 * Reads every stored byte back within a window, opens its seal and compares its hash with what was recorded when it was written; and tells of objects
 * that are damaged or missing, whoever found that out.
 *
 * <p>Configuration: {@code tenure.fixity.*}. Rows: {@code stored_object}, by {@link dev.tenure.catalog.fixity.Verifications}. Considerations: nothing is
 * ever changed in the bucket. What was read stands in the object's own row, so a run goes on where any other one ended. A store that is away says
 * nothing of any object.
 */
@NullMarked
package dev.tenure.retention.fixity;

import org.jspecify.annotations.NullMarked;
