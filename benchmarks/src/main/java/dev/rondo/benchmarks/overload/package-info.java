/** More than a system is made for, and what that does to those who ask for little beside it. */
@NullMarked
package dev.rondo.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
