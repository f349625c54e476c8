/** Who may come in: passwords, tokens, the first user. Read {@link dev.rondo.webserver.auth.SignInService}. */
@NullMarked
package dev.rondo.webserver.auth;

import org.jspecify.annotations.NullMarked;
