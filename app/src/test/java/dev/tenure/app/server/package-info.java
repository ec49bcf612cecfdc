@NullMarked
package dev.tenure.app.server;

import org.jspecify.annotations.NullMarked;
