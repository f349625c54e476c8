@NullMarked
package dev.rondo.testkit.local;

import org.jspecify.annotations.NullMarked;
