@NullMarked
package dev.tenure.objectstore;

import org.jspecify.annotations.NullMarked;
