/** Emails that wait in the outbox. Read {@link dev.rondo.metadata.email.EmailStore}. */
@NullMarked
package dev.rondo.metadata.email;

import org.jspecify.annotations.NullMarked;
