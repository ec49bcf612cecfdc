/** Items as programs see them: detail, trail, and what keeps them in quarantine. */
@NullMarked
package dev.tenure.storageapi.items;

import org.jspecify.annotations.NullMarked;
