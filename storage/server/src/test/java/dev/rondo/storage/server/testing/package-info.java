/** What tests of other modules put between a client and the server. */
@NullMarked
package dev.rondo.storage.server.testing;

import org.jspecify.annotations.NullMarked;
