package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Faults.Sort;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.SmallDisk;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The disks of a storm that may be full for some seconds; none where disks cannot be mounted. */
final class Disks {

    // In memory. PostgreSQL with its programs takes 150 in a storm of five minutes, the logs 10.
    private static final int DATABASE_MEGABYTES = 600;
    private static final int LOGS_MEGABYTES = 50;

    private static final String LOGS = "logs";
    private static final String WHOLE = "";

    private final Map<Sort, SmallDisk> disks = new EnumMap<>(Sort.class);

    /** Those that the homes of a cluster lie on. */
    Disks(Cluster cluster) {
        cluster.home("server").findDisk(LOGS).ifPresent(disk -> disks.put(Sort.FULL_LOGS, disk));
        cluster.home("database").findDisk(WHOLE).ifPresent(disk -> disks.put(Sort.FULL_DATABASE, disk));
    }

    /**
     * Puts them at the homes of a cluster that is not started yet, where that is allowed.
     *
     * @param ofDatabase whether there is one for the database; it lies in memory then, and its commits take no time
     */
    static void mount(Cluster cluster, boolean ofDatabase) {
        var _ = SmallDisk.mount(cluster.home("server"), LOGS, LOGS_MEGABYTES);
        if (ofDatabase) {
            var _ = SmallDisk.mount(cluster.home("database"), WHOLE, DATABASE_MEGABYTES);
        }
    }

    SmallDisk of(Sort sort) {
        return Objects.requireNonNull(disks.get(sort), sort::toString);
    }

    /** What can be done to processes here. */
    Set<Sort> sorts() {
        Set<Sort> sorts = EnumSet.complementOf(EnumSet.of(Sort.FULL_LOGS, Sort.FULL_DATABASE));
        sorts.addAll(disks.keySet());
        return sorts;
    }
}
