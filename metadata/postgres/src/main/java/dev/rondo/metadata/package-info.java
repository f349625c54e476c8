/**
 * The way to the database: settings, pool, migrations, transactions. Read {@link dev.rondo.metadata.Database} first.
 */
@NullMarked
package dev.rondo.metadata;

import org.jspecify.annotations.NullMarked;
