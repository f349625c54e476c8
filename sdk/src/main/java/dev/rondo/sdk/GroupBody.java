package dev.rondo.sdk;

/**
 * Defines the tasks of a mapped group, once for all elements.
 *
 * @param <A> type of an element
 * @param <R> type of the result of the task it answers with
 */
@FunctionalInterface
public interface GroupBody<A, R> {

    /**
     * Makes the tasks.
     *
     * @param group the place to make them in
     * @param element what the current repetition stands for, as an input for its tasks
     * @return the task whose results, one per element, are the result of the mapped group
     */
    TaskRef<R> define(Group group, Input<A> element);
}
