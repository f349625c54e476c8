/** Variables. Read {@link dev.rondo.webserver.variable.VariableRoutes}. */
@NullMarked
package dev.rondo.webserver.variable;

import org.jspecify.annotations.NullMarked;
