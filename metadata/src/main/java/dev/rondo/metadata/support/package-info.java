/** What the tables say when something went wrong, for whoever is to find out. */
@NullMarked
package dev.rondo.metadata.support;

import org.jspecify.annotations.NullMarked;
