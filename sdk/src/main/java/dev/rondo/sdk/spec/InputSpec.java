package dev.rondo.sdk.spec;

import java.util.List;

/** Where one argument of a task's body comes from. */
public sealed interface InputSpec {

    /**
     * The result of a task. Of a mapped task, read from outside its mapping: the list of its instances' results in map
     * order, without those that failed, were skipped or returned nothing. From inside the same mapped group: the result
     * of the instance with the same map index.
     *
     * @param optional empty instead of an error when the task was skipped, failed or returned nothing
     */
    record Result(String taskId, boolean optional) implements InputSpec {}

    /** The results of several tasks, as a list in this order, without those that have none. */
    record Gathered(List<String> taskIds) implements InputSpec {
        public Gathered {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** The params of the run, as the DAG's params record. */
    record Params() implements InputSpec {}

    /**
     * The element this mapped instance stands for, of the mapping of the task itself or of its mapped group.
     *
     * @param axis which of the mapping's axes, from 0: each gives an element of its own
     */
    record Element(int axis) implements InputSpec {}
}
