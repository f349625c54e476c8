/** Tests of what mapped instances receive. */
@NullMarked
package dev.rondo.core.mapping;

import org.jspecify.annotations.NullMarked;
