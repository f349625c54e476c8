/**
 * What people read: how far the data has drifted, and one line a day. Read
 * {@link dev.rondo.dags.flights.report.ReportBook} first.
 */
@NullMarked
package dev.rondo.dags.flights.report;

import org.jspecify.annotations.NullMarked;
