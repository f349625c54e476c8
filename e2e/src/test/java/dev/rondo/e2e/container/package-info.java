/** Dockerfile and docker-compose.yml, held against what is built and started as processes; read {@link Composed}. */
@NullMarked
package dev.rondo.e2e.container;

import org.jspecify.annotations.NullMarked;
