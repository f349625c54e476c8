/** The worker's one stream to a scheduler, and the HTTP requests beside it. */
@NullMarked
package dev.rondo.worker.stream;

import org.jspecify.annotations.NullMarked;
