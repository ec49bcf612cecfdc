/** How text becomes the words that it is found by. Pure, and knows nothing of the catalog. */
@NullMarked
package dev.tenure.catalog.words;

import org.jspecify.annotations.NullMarked;
