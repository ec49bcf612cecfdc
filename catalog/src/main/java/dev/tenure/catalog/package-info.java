@NullMarked
package dev.tenure.catalog;

import org.jspecify.annotations.NullMarked;
