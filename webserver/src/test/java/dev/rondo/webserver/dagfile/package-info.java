/** Tests of DAG files that are put into a folder. */
@NullMarked
package dev.rondo.webserver.dagfile;

import org.jspecify.annotations.NullMarked;
