/**
 * The doors through which the rest of Rondo reaches a DAG that was defined: its graph ({@code DagSpecs}), the stored
 * form of that ({@code SpecJson}), and the bodies of its tasks ({@code Bodies}). Not for DAG authors.
 */
@NullMarked
package dev.rondo.sdk.internal;

import org.jspecify.annotations.NullMarked;
