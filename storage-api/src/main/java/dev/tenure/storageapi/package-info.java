@NullMarked
package dev.tenure.storageapi;

import org.jspecify.annotations.NullMarked;
