/**
 * From the draft of a DAG to its graph, with everything that is wrong with it reported at once. Read
 * {@link dev.rondo.sdk.internal.build.SpecBuilder} first; it calls one small class for each rule.
 */
@NullMarked
package dev.rondo.sdk.internal.build;

import org.jspecify.annotations.NullMarked;
