/** TLS of the page and the API. Begin at {@link dev.rondo.webserver.tls.Tls}. */
@NullMarked
package dev.rondo.webserver.tls;

import org.jspecify.annotations.NullMarked;
