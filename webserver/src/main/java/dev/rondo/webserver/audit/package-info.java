/** Who asked for what. Read {@link dev.rondo.webserver.audit.EventLogRoutes}. */
@NullMarked
package dev.rondo.webserver.audit;

import org.jspecify.annotations.NullMarked;
