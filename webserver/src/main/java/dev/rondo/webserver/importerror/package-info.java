/**
 * Files that could not be used, and DAGs with warnings. Read {@link dev.rondo.webserver.importerror.ImportErrorRoutes}.
 */
@NullMarked
package dev.rondo.webserver.importerror;

import org.jspecify.annotations.NullMarked;
