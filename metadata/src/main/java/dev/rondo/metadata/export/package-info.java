/** A whole environment in one file, and back again. Read {@link dev.rondo.metadata.export.EnvironmentExport} first. */
@NullMarked
package dev.rondo.metadata.export;

import org.jspecify.annotations.NullMarked;
