/**
 * Secrets are sealed before they reach the database, and opened only where they are used. Read
 * {@link dev.rondo.metadata.secret.Seals} first.
 */
@NullMarked
package dev.rondo.metadata.secret;

import org.jspecify.annotations.NullMarked;
