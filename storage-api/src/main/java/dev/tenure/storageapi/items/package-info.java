/** Items as programs see them: list, detail, trail. */
@NullMarked
package dev.tenure.storageapi.items;

import org.jspecify.annotations.NullMarked;
