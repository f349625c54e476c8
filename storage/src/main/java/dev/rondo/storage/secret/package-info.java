/** Secrets that lie outside the database. Read {@link dev.rondo.storage.secret.OutsideSettings} first. */
@NullMarked
package dev.rondo.storage.secret;

import org.jspecify.annotations.NullMarked;
