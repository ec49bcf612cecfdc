/**
 * The catalog's lists: pages of many millions of items, asked of plain JDBC with the same plan, of {@code catalog.listing}, and over HTTP, side by
 * side.
 */
@NullMarked
package dev.tenure.benchmarks.catalog;

import org.jspecify.annotations.NullMarked;
