/** The contract of the JSON API, run by Google's client. Read {@link dev.rondo.storage.server.JsonApiContract}. */
@NullMarked
package dev.rondo.storage.server;

import org.jspecify.annotations.NullMarked;
