@NullMarked
package dev.rondo.metadata.secret;

import org.jspecify.annotations.NullMarked;
