/** What tests of the worker share. */
@NullMarked
package dev.rondo.worker.testing;

import org.jspecify.annotations.NullMarked;
