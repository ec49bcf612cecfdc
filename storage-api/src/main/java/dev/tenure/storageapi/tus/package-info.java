/** Resumable uploads by the tus protocol 1.0.0, core and extensions (https://tus.io/protocols/resumable-upload). */
@NullMarked
package dev.tenure.storageapi.tus;

import org.jspecify.annotations.NullMarked;
