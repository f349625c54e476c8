@NullMarked
package dev.rondo.webserver.secret;

import org.jspecify.annotations.NullMarked;
