/**
 * The values that tasks pass to each other: which types may be passed, how they become JSON and come back as exactly
 * what was sent, and how the type of a result is read from a lambda or method reference. Read
 * {@link dev.rondo.sdk.internal.xcom.XComType} first, then {@link dev.rondo.sdk.internal.xcom.LambdaType}.
 */
@NullMarked
package dev.rondo.sdk.internal.xcom;

import org.jspecify.annotations.NullMarked;
