@NullMarked
package dev.rondo.webserver.rest;

import org.jspecify.annotations.NullMarked;
