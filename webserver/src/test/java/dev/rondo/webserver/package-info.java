/** Tests of the API over real HTTP, on a real database. Read {@link dev.rondo.webserver.TestWebserver} first. */
@NullMarked
package dev.rondo.webserver;

import org.jspecify.annotations.NullMarked;
