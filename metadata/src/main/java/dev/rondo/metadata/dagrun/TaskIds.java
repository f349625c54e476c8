package dev.rondo.metadata.dagrun;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some tasks of a DAG in one column: their ids, comma-separated, as none has a comma. */
public final class TaskIds {

    private TaskIds() {}

    /** null: none are chosen, so all are meant. */
    public static @Nullable String joined(Collection<String> taskIds) {
        return taskIds.isEmpty()
                ? null
                : String.join(",", taskIds.stream().sorted().toList());
    }

    /** Empty: all are meant. */
    public static List<String> listed(@Nullable String joined) {
        return joined == null ? List.of() : List.of(joined.split(","));
    }
}
