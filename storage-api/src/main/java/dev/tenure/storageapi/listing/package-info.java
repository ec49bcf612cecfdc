/** The list of items: what narrows and orders it, page by page. */
@NullMarked
package dev.tenure.storageapi.listing;

import org.jspecify.annotations.NullMarked;
