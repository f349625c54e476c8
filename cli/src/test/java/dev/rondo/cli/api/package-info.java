/** Tests of how commands talk to servers. */
@NullMarked
package dev.rondo.cli.api;

import org.jspecify.annotations.NullMarked;
