/**
 * The logs of tries, as they arrive from workers and are read by the API. Read {@link dev.rondo.metadata.log.LogStore}.
 */
@NullMarked
package dev.rondo.metadata.log;

import org.jspecify.annotations.NullMarked;
