/**
 * What is wrong with a DAG, and how its author is told: each test is a DAG with one mistake, written as an author
 * would.
 */
@NullMarked
package dev.rondo.sdk.problems;

import org.jspecify.annotations.NullMarked;
