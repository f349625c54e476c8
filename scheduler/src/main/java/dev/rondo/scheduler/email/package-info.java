/** Emails about tries that failed. Read {@link dev.rondo.scheduler.email.Emails}. */
@NullMarked
package dev.rondo.scheduler.email;

import org.jspecify.annotations.NullMarked;
