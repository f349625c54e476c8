/** Assets: what they are, their updates, and what waits for them. */
@NullMarked
package dev.rondo.webserver.asset;

import org.jspecify.annotations.NullMarked;
