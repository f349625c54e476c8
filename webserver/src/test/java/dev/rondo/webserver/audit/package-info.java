@NullMarked
package dev.rondo.webserver.audit;

import org.jspecify.annotations.NullMarked;
