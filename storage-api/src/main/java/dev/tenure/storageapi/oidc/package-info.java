/**
 * Sign-in and access tokens of an OpenID Connect provider, where one is configured.
 *
 * <p>The provider proves who somebody is; what they may do is decided here, by the roles that an administrator gave them. Nobody is made a person by
 * signing in. The provider is first asked when somebody needs it, so a server starts without it. The one place that knows OAuth.
 */
@NullMarked
package dev.tenure.storageapi.oidc;

import org.jspecify.annotations.NullMarked;
