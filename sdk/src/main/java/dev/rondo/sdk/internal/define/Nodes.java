package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Node;

/** Several nodes at once, or one that is looked up later: something lines lead to and from, and no more. */
record Nodes(DagDraft dag, Endpoint endpoint) implements Node<Nodes>, HasEndpoint {

    /** Draws lines from the node to others, and answers with those. */
    static Node<?> then(DagDraft dag, Endpoint from, Node<?>... next) {
        Endpoint to = Endpoint.of(next);
        dag.edge(from, to);
        return new Nodes(dag, to);
    }

    @Override
    public Nodes after(Node<?>... before) {
        dag.edge(Endpoint.of(before), endpoint);
        return this;
    }

    @Override
    public Node<?> then(Node<?>... next) {
        return then(dag, endpoint, next);
    }
}
