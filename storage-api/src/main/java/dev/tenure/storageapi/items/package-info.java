/** Items as programs see them: detail, trail. */
@NullMarked
package dev.tenure.storageapi.items;

import org.jspecify.annotations.NullMarked;
