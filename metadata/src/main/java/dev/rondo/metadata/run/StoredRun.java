package dev.rondo.metadata.run;

import java.util.List;

/** A run with all its instances, those of a task in order of their map index. */
public record StoredRun(RunRow run, List<InstanceRow> instances) {
    public StoredRun {
        instances = List.copyOf(instances);
    }
}
