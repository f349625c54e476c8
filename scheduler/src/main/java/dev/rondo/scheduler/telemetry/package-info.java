/**
 * Tells those outside what runs and tries did: spans and lineage. Read
 * {@link dev.rondo.scheduler.telemetry.TelemetrySender}.
 */
@NullMarked
package dev.rondo.scheduler.telemetry;

import org.jspecify.annotations.NullMarked;
