/** The authoring API: what a DAG jar compiles against. Read {@link dev.rondo.sdk.Dag} first. */
@NullMarked
package dev.rondo.sdk;

import org.jspecify.annotations.NullMarked;
