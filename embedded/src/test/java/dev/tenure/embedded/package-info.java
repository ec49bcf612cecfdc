/** Tests of the embedded parts; those that start a server or a program end in {@code IT}. */
@NullMarked
package dev.tenure.embedded;

import org.jspecify.annotations.NullMarked;
