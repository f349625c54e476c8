/**
 * Databases for tests: one server for all, a fresh migrated database for each test class; and what else tests of
 * several modules need. Read {@link dev.rondo.metadata.testing.PostgresExtension} first.
 */
@NullMarked
package dev.rondo.metadata.testing;

import org.jspecify.annotations.NullMarked;
