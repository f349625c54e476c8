/**
 * The webserver: REST API, sign-in and the web page. It reads the database and asks the scheduler by commands; it never
 * changes the state of a run. Read {@link dev.rondo.webserver.Webserver}.
 */
@NullMarked
package dev.rondo.webserver;

import org.jspecify.annotations.NullMarked;
