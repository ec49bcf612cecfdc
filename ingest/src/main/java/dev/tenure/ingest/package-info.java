@NullMarked
package dev.tenure.ingest;

import org.jspecify.annotations.NullMarked;
