/** Who calls: tokens, sessions, roles and scopes, and what the web server lets through. */
@NullMarked
package dev.tenure.storageapi.security;

import org.jspecify.annotations.NullMarked;
