@NullMarked
package dev.rondo.testkit;

import org.jspecify.annotations.NullMarked;
