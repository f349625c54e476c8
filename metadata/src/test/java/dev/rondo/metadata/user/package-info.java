/** Tests of users and what they may. */
@NullMarked
package dev.rondo.metadata.user;

import org.jspecify.annotations.NullMarked;
