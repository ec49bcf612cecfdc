@NullMarked
package dev.tenure.retention.change;

import org.jspecify.annotations.NullMarked;
