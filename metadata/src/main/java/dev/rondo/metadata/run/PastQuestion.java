package dev.rondo.metadata.run;

import dev.rondo.core.dagrun.RunType;
import java.time.Instant;
import java.util.Set;

/**
 * What a run wants to know of the one before it.
 *
 * @param runNo who asks
 * @param types which types of runs count
 * @param taskIds the tasks that matter
 */
public record PastQuestion(long runNo, String dagId, Instant logicalDate, Set<RunType> types, Set<String> taskIds) {
    public PastQuestion {
        types = Set.copyOf(types);
        taskIds = Set.copyOf(taskIds);
    }
}
