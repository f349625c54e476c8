package dev.rondo.core.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of a run's tasks, as far as somebody wants to read them. */
public interface Results {

    /** The result of one instance, as JSON; null: it returned nothing, or did not succeed. */
    @Nullable
    String one(String taskId, int mapIndex);

    /** The results of all instances of a mapped task, in map order, without those that have none. */
    List<String> all(String taskId);
}
