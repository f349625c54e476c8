/** Updates of assets, and the runs they make. Read {@link dev.rondo.metadata.asset.AssetRuns} first. */
@NullMarked
package dev.rondo.metadata.asset;

import org.jspecify.annotations.NullMarked;
