/** What shares a JVM with user code: loading its jar, parsing it, running one body of it. */
@NullMarked
package dev.rondo.runtime;

import org.jspecify.annotations.NullMarked;
