/** Which updates of assets make runs. */
@NullMarked
package dev.rondo.core.asset;

import org.jspecify.annotations.NullMarked;
