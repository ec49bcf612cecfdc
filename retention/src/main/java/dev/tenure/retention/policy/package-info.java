/** What an account rules and what its hosts choose: rule set revisions, and the retention classes that come of them. */
@NullMarked
package dev.tenure.retention.policy;

import org.jspecify.annotations.NullMarked;
