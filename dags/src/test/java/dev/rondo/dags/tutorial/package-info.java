@NullMarked
package dev.rondo.dags.tutorial;

import org.jspecify.annotations.NullMarked;
