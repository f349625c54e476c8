/** Health, version and processes. Read {@link dev.rondo.webserver.monitor.MonitorRoutes}. */
@NullMarked
package dev.rondo.webserver.monitor;

import org.jspecify.annotations.NullMarked;
