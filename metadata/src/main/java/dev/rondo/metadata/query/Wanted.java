package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.noCondition;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Which rows of a list are wanted; made by {@link Filters} and the queries that it is for. */
public final class Wanted {

    /** All of them. */
    public static final Wanted ALL = new Wanted(noCondition());

    private final Condition condition;
    private final List<DagSet> ofDags;

    Wanted(Condition condition) {
        this(condition, List.of());
    }

    /** Those among them that are of DAGs of each set. */
    Wanted(Condition condition, List<DagSet> ofDags) {
        this.condition = condition;
        this.ofDags = List.copyOf(ofDags);
    }

    Condition condition() {
        return ofDags.stream().map(DagSet::condition).reduce(condition, Condition::and);
    }

    /** The same for rows of which each DAG has many, with the names of few DAGs looked up: see {@link DagSet#named}. */
    Named named(DSLContext db) {
        Condition dags = ofDags.stream().map(set -> set.named(db)).reduce(noCondition(), Condition::and);
        return new Named(condition.and(dags), dags, !ofDags.isEmpty());
    }

    /**
     * What is wanted, as it stands in a query.
     *
     * @param dags of it, what is said of the DAGs; nothing where that is nothing
     * @param isOfSomeDags whether it says of which DAGs they are: of what an index gives in order, many others may lie
     *     between them
     */
    record Named(Condition condition, Condition dags, boolean isOfSomeDags) {}

    /** Those that both let through. */
    public Wanted and(Wanted other) {
        List<DagSet> both = new ArrayList<>(ofDags);
        both.addAll(other.ofDags);
        return new Wanted(condition.and(other.condition), both);
    }
}
