@NullMarked
package dev.rondo.storage;

import org.jspecify.annotations.NullMarked;
