package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.noCondition;

import org.jooq.Condition;

/** Which rows of a list are wanted; made by {@link Filters} and the queries that it is for. */
public final class Wanted {

    /** All of them. */
    public static final Wanted ALL = new Wanted(noCondition());

    private final Condition condition;

    Wanted(Condition condition) {
        this.condition = condition;
    }

    Condition condition() {
        return condition;
    }

    /** Those that both let through. */
    public Wanted and(Wanted other) {
        return new Wanted(condition.and(other.condition));
    }
}
