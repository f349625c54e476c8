/** What somebody outside is to be told of runs and tries. Read {@link dev.rondo.metadata.telemetry.TelemetryStore}. */
@NullMarked
package dev.rondo.metadata.telemetry;

import org.jspecify.annotations.NullMarked;
