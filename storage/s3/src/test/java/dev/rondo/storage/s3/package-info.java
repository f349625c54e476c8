@NullMarked
package dev.rondo.storage.s3;

import org.jspecify.annotations.NullMarked;
