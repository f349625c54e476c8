/** A small server of S3, for the tests of other modules too. Read {@link dev.rondo.storage.s3.testing.S3Server}. */
@NullMarked
package dev.rondo.storage.s3.testing;

import org.jspecify.annotations.NullMarked;
