/** What the API never shows. Read {@link dev.rondo.webserver.secret.Masked} first. */
@NullMarked
package dev.rondo.webserver.secret;

import org.jspecify.annotations.NullMarked;
