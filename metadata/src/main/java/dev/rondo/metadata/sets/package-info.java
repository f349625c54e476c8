/**
 * Statements over sets of rows: a batch of any size is one statement with one array a column, so that the server plans
 * it once. Made of jOOQ's words when the process starts, then run as text: rendering a statement of thirty columns
 * costs more than PostgreSQL needs to carry it out. Read {@link dev.rondo.metadata.sets.Columns} first.
 */
@NullMarked
package dev.rondo.metadata.sets;

import org.jspecify.annotations.NullMarked;
