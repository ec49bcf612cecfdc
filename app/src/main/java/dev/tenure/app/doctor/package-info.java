/** When the object store is examined, and what follows: how it is used, whether the server starts on it, what operators are told. */
@NullMarked
package dev.tenure.app.doctor;

import org.jspecify.annotations.NullMarked;
