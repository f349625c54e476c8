@NullMarked
package dev.rondo.runtime.data;

import org.jspecify.annotations.NullMarked;
