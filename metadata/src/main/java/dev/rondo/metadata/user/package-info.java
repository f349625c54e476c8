/** Who may sign in. Read {@link dev.rondo.metadata.user.UserStore}. */
@NullMarked
package dev.rondo.metadata.user;

import org.jspecify.annotations.NullMarked;
