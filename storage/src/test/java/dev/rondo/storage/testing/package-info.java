/** A bucket in memory and the contract of all buckets, for the tests of other modules too. */
@NullMarked
package dev.rondo.storage.testing;

import org.jspecify.annotations.NullMarked;
