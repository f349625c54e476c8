package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Node;
import java.util.Arrays;
import java.util.List;

/** Where a line of the graph begins or ends. */
public sealed interface Endpoint {

    /** One task. */
    record One(TaskDraft task) implements Endpoint {}

    /** A group: its first or last tasks. */
    record Whole(GroupDraft group) implements Endpoint {}

    /** A task or group by its full id, looked up when all are defined. */
    record Named(DagDraft dag, String id, String where) implements Endpoint {}

    /** Several. */
    record Many(List<Endpoint> parts) implements Endpoint {
        public Many {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What an author's nodes are.
     *
     * @throws IllegalArgumentException when one was not made by Rondo
     */
    static Endpoint of(Node<?>... nodes) {
        if (nodes.length == 1) {
            return of(nodes[0]);
        }
        return new Many(Arrays.stream(nodes).map(Endpoint::of).toList());
    }

    private static Endpoint of(Node<?> node) {
        if (node instanceof HasEndpoint handle) {
            return handle.endpoint();
        }
        throw new IllegalArgumentException(
                node.getClass().getName() + " is no node that Rondo made; use tasks, branches and groups of the DAG");
    }
}
