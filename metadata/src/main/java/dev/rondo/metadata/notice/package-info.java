/**
 * Words between processes over PostgreSQL's NOTIFY: they wake whoever waits, and carry nothing that is not in the
 * tables too. Read {@link dev.rondo.metadata.notice.Notice} first.
 */
@NullMarked
package dev.rondo.metadata.notice;

import org.jspecify.annotations.NullMarked;
