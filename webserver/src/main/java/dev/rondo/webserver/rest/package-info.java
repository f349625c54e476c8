/**
 * What every part of the API shares: reading what was asked, JSON, refusals, who may call a route. Read
 * {@link dev.rondo.webserver.rest.Api} first.
 */
@NullMarked
package dev.rondo.webserver.rest;

import org.jspecify.annotations.NullMarked;
