/** The partitions of what belongs to runs. Read {@link dev.rondo.metadata.partition.PartitionStore}. */
@NullMarked
package dev.rondo.metadata.partition;

import org.jspecify.annotations.NullMarked;
