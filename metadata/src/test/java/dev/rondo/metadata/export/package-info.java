@NullMarked
package dev.rondo.metadata.export;

import org.jspecify.annotations.NullMarked;
