@NullMarked
package dev.tenure.retention;

import org.jspecify.annotations.NullMarked;
