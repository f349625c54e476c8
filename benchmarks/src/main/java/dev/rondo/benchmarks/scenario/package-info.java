/** What is measured. Read {@link dev.rondo.benchmarks.scenario.Scenario} first. */
@NullMarked
package dev.rondo.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
