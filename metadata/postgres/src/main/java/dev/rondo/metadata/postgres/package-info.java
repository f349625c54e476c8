/**
 * A PostgreSQL server of our own under the home folder, started beside the JVM and outliving its crash. Read
 * {@link dev.rondo.metadata.postgres.EmbeddedPostgres} first.
 */
@NullMarked
package dev.rondo.metadata.postgres;

import org.jspecify.annotations.NullMarked;
