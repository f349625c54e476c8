/** Metrics for scrapers. Read {@link dev.rondo.webserver.metrics.MetricsRoute} first. */
@NullMarked
package dev.rondo.webserver.metrics;

import org.jspecify.annotations.NullMarked;
