/** The settings of an installation, as the environment says them. */
@NullMarked
package dev.rondo.cli.config;

import org.jspecify.annotations.NullMarked;
