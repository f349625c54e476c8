/** What is measured and who may read it. Read {@link dev.rondo.core.metrics.Metric} first. */
@NullMarked
package dev.rondo.core.metrics;

import org.jspecify.annotations.NullMarked;
