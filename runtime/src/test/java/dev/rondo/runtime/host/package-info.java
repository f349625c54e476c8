@NullMarked
package dev.rondo.runtime.host;

import org.jspecify.annotations.NullMarked;
