/** What is installed. {@link dev.rondo.webserver.about.AboutRoutes} is all there is. */
@NullMarked
package dev.rondo.webserver.about;

import org.jspecify.annotations.NullMarked;
