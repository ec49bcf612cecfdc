@NullMarked
package dev.tenure.app;

import org.jspecify.annotations.NullMarked;
