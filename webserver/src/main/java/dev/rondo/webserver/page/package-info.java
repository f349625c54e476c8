/** The files of the web page. Read {@link dev.rondo.webserver.page.PageFiles}. */
@NullMarked
package dev.rondo.webserver.page;

import org.jspecify.annotations.NullMarked;
