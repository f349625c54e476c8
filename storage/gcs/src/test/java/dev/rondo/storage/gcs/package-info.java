@NullMarked
package dev.rondo.storage.gcs;

import org.jspecify.annotations.NullMarked;
