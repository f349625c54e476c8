/** The like of the six DAGs that users will write, as their authors would: no cast, no warning. */
@NullMarked
package dev.rondo.sdk.sixdags;

import org.jspecify.annotations.NullMarked;
