package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;

/** The counters of a view plus what a draft has changed in them. */
final class DeltaCells implements Tally.Cells {

    private final Graph graph;
    private final RunView base;
    private final IntDeltas deltas;

    DeltaCells(Graph graph, RunView base) {
        this.graph = graph;
        this.base = base;
        this.deltas = new IntDeltas((graph.size() + 1) * Tally.SLOTS);
    }

    @Override
    public int get(int cell) {
        return Tally.read(graph, base, cell) + deltas.get(cell);
    }

    @Override
    public void add(int cell, int delta) {
        deltas.add(cell, delta);
    }
}
