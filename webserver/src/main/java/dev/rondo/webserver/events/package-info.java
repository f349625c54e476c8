/** The stream of changes for the page. Read {@link dev.rondo.webserver.events.ChangeFeed}. */
@NullMarked
package dev.rondo.webserver.events;

import org.jspecify.annotations.NullMarked;
