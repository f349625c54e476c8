/**
 * Everything at once under random kills, and a checker that knows the rules but none of our code. Read
 * {@link ChaosTest} first.
 */
@NullMarked
package dev.rondo.e2e.chaos;

import org.jspecify.annotations.NullMarked;
