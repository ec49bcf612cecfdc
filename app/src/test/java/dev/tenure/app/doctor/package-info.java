@NullMarked
package dev.tenure.app.doctor;

import org.jspecify.annotations.NullMarked;
