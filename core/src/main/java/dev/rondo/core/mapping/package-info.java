/**
 * Which values a mapped instance receives, and what is received of a mapped task. Read
 * {@link dev.rondo.core.mapping.MappedElements} first.
 */
@NullMarked
package dev.rondo.core.mapping;

import org.jspecify.annotations.NullMarked;
