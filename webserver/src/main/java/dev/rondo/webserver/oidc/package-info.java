/** Sign-in by an identity provider (OpenID Connect). Read {@link dev.rondo.webserver.oidc.OidcRoutes}. */
@NullMarked
package dev.rondo.webserver.oidc;

import org.jspecify.annotations.NullMarked;
