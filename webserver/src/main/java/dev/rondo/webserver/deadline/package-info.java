/** Deadlines as the API shows them, wherever they are a fact beside something else. Read {@code DeadlineView}. */
@org.jspecify.annotations.NullMarked
package dev.rondo.webserver.deadline;
