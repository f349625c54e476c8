/**
 * End-to-end tests: real processes, real jars, the outcome read over HTTP. Read {@link harness.RondoExtension} first.
 */
@NullMarked
package dev.rondo.e2e;

import org.jspecify.annotations.NullMarked;
