package dev.rondo.scheduler.engine;

import java.util.Set;

/** Another scheduler took slots that this one had planned to give: the batch is planned anew. */
final class PoolMovedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Set<String> pools;

    PoolMovedException(Set<String> pools) {
        super("pools were fuller than planned for: " + pools, null, false, false);
        this.pools = Set.copyOf(pools);
    }

    Set<String> pools() {
        return pools;
    }
}
