package dev.rondo.core.graph;

/**
 * The two kinds of edges. Within a mapped group an instance looks only at those of its own map index (paired);
 * everywhere else it looks at all instances of the task above it (wide).
 */
final class Pairing {

    private final Ints[] wideUpstream;
    private final Ints[] pairedUpstream;
    private final Ints[] wideDownstream;
    private final Ints[] pairedDownstream;

    private Pairing(int size) {
        wideUpstream = new Ints[size];
        pairedUpstream = new Ints[size];
        wideDownstream = new Ints[size];
        pairedDownstream = new Ints[size];
    }

    static Pairing of(Topology topology, MappedUnits units, int size) {
        Pairing pairing = new Pairing(size);
        for (int task = 0; task < size; task++) {
            Ints up = topology.upstream(task);
            Ints down = topology.downstream(task);
            pairing.pairedUpstream[task] = paired(task, up, units);
            pairing.wideUpstream[task] = wide(task, up, units);
            pairing.pairedDownstream[task] = paired(task, down, units);
            pairing.wideDownstream[task] = wide(task, down, units);
        }
        return pairing;
    }

    Ints wideUpstream(int task) {
        return wideUpstream[task];
    }

    Ints pairedUpstream(int task) {
        return pairedUpstream[task];
    }

    Ints wideDownstream(int task) {
        return wideDownstream[task];
    }

    Ints pairedDownstream(int task) {
        return pairedDownstream[task];
    }

    private static Ints paired(int task, Ints neighbours, MappedUnits units) {
        return units.unitOf(task) == null
                ? Ints.NONE
                : Ints.of(neighbours.stream().filter(each -> units.sameUnit(task, each)));
    }

    private static Ints wide(int task, Ints neighbours, MappedUnits units) {
        return units.unitOf(task) == null
                ? neighbours
                : Ints.of(neighbours.stream().filter(each -> !units.sameUnit(task, each)));
    }
}
