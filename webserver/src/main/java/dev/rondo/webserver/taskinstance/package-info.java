/**
 * Task instances: list, tries, mark, clear, what holds them back. Read
 * {@link dev.rondo.webserver.taskinstance.TaskInstanceRoutes}.
 */
@NullMarked
package dev.rondo.webserver.taskinstance;

import org.jspecify.annotations.NullMarked;
