@NullMarked
package dev.rondo.webserver.auth;

import org.jspecify.annotations.NullMarked;
