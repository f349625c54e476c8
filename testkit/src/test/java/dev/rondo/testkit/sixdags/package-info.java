/** The like of the six DAGs that users will write, as their authors would: no cast, no warning. */
@NullMarked
package dev.rondo.testkit.sixdags;

import org.jspecify.annotations.NullMarked;
