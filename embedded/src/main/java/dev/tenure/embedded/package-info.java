@NullMarked
package dev.tenure.embedded;

import org.jspecify.annotations.NullMarked;
