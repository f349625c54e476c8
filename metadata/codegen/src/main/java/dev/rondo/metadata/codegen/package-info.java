/** Runs during the build only: {@link dev.rondo.metadata.codegen.CodegenMain} writes the jOOQ classes of the schema. */
@NullMarked
package dev.rondo.metadata.codegen;

import org.jspecify.annotations.NullMarked;
