/**
 * The graph of a DAG as plain values: what {@code define()} leaves behind, what is stored, hashed and compared, and
 * what scheduler, page and command line read. Read {@link dev.rondo.sdk.spec.DagSpec} first.
 */
@NullMarked
package dev.rondo.sdk.spec;

import org.jspecify.annotations.NullMarked;
