package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of a list: parameters by name, each with the condition that it stands for, or with the reason why
 * it is refused. What is in no table is nothing that Airflow's clients send.
 */
public final class Filters {

    // A longer span than any run takes, that every interval of the database can hold.
    private static final double MAX_SECONDS = 1e10;

    private final List<Filter> all;

    private Filters(List<Filter> all) {
        this.all = List.copyOf(all);
    }

    /** Reads its parameters and tells the condition that they stand for. */
    @FunctionalInterface
    interface Filter {
        Condition read(Asked asked);

        /** The DAGs that they name beside it. */
        default List<DagSet> dags(Asked asked) {
            return List.of();
        }
    }

    /** Reads parameters that name nothing but DAGs. */
    private record DagFilter(Function<Asked, List<DagSet>> sets) implements Filter {

        @Override
        public List<DagSet> dags(Asked asked) {
            return sets.apply(asked);
        }

        @Override
        public Condition read(Asked asked) {
            return noCondition();
        }
    }

    /** A request for a list: values by the name of their parameter, checked as their kind asks. */
    public interface Asked {

        /** A text; null: not asked for. */
        @Nullable
        String text(String name);

        /** A text that is one of a few; null: not asked for. */
        @Nullable
        String text(String name, Set<String> allowed);

        /** Texts, each one of a few, or any where none is said; empty: not asked for. */
        List<String> texts(String name, Set<String> allowed);

        /** Whole numbers; empty: not asked for. */
        List<Integer> integers(String name);

        /** A number; null: not asked for. */
        @Nullable
        Double decimal(String name);

        /** A moment; null: not asked for. */
        @Nullable
        Instant moment(String name);

        /** Yes or no; null: not asked for. */
        @Nullable
        Boolean flag(String name);

        /** Which DAGs may be told of. */
        DagScope dags();

        /** The keys of {@code order_by}, each one of a few or one after a minus; empty: not asked for. */
        List<String> order(Set<String> keys);

        /** Refuses a parameter wherever it is given. */
        void refuse(String name, String why);
    }

    static Filters of(Filter... each) {
        return new Filters(List.of(each));
    }

    /** These and those. */
    Filters and(Filters others) {
        List<Filter> both = new ArrayList<>(all);
        both.addAll(others.all);
        return new Filters(both);
    }

    /** What is asked for; throws what {@code asked} throws for a value that cannot be used. */
    public Wanted read(Asked asked) {
        List<Condition> given = all.stream()
                .map(each -> each.read(asked))
                .filter(each -> !each.equals(noCondition()))
                .toList();
        List<DagSet> ofDags =
                all.stream().flatMap(each -> each.dags(asked).stream()).toList();
        return given.isEmpty() && ofDags.isEmpty() ? Wanted.ALL : new Wanted(DSL.and(given), ofDags);
    }

    /** Whatever is asked for: of the DAGs alone that may be told of. */
    static Filter ofDags(Field<String> dagId) {
        return asked -> asked.dags().on(dagId);
    }

    /** The same of rows of which each DAG has many. */
    static Filter ofFewDags(Field<String> dagId) {
        return new DagFilter(asked -> asked.dags().sets(dagId));
    }

    /** {@code NAME_gte, NAME_gt, NAME_lte, NAME_lt}: a moment lies in that stretch. */
    static Filter times(String name, Field<Instant> field) {
        return asked -> Times.of(
                        asked.moment(name + "_gte"),
                        asked.moment(name + "_gt"),
                        asked.moment(name + "_lte"),
                        asked.moment(name + "_lt"))
                .within(field);
    }

    /** {@code NAME}: what a moment means. */
    static Filter moment(String name, Function<Instant, Condition> condition) {
        return asked -> {
            Instant moment = asked.moment(name);
            return moment == null ? noCondition() : condition.apply(moment);
        };
    }

    /** {@code NAME_gte, …}: it took so many seconds. What has not ended took none. */
    static Filter lasting(String name, Field<Instant> from, Field<Instant> to) {
        return asked -> {
            Condition where = noCondition();
            where = bound(where, asked.decimal(name + "_gte"), seconds -> to.ge(from.add(seconds)));
            where = bound(where, asked.decimal(name + "_gt"), seconds -> to.gt(from.add(seconds)));
            where = bound(where, asked.decimal(name + "_lte"), seconds -> to.le(from.add(seconds)));
            return bound(where, asked.decimal(name + "_lt"), seconds -> to.lt(from.add(seconds)));
        };
    }

    private static Condition bound(
            Condition where, @Nullable Double seconds, Function<DayToSecond, Condition> condition) {
        if (seconds == null) {
            return where;
        }
        double bounded = Math.clamp(seconds, -MAX_SECONDS, MAX_SECONDS);
        Duration micros = Duration.ofSeconds((long) bounded).plusNanos(Math.round(bounded % 1 * 1e6) * 1_000);
        return where.and(condition.apply(DayToSecond.valueOf(micros)));
    }

    /** {@code NAME_pattern, NAME_prefix_pattern}: a part of a name, or how it begins. */
    static Filter names(String name, Field<String> field) {
        return asked -> pattern(asked, name).on(field);
    }

    /**
     * The same of rows of which each DAG has many: what is like it is looked for among the DAGs, and not in each row.
     */
    static Filter dagNames(String name, Field<String> dagId) {
        return new DagFilter(asked -> {
            NamePattern pattern = pattern(asked, name);
            return pattern.isAny()
                    ? List.of()
                    : List.of(new DagSet(dagId, select(DAG.DAG_ID).from(DAG).where(pattern.on(DAG.DAG_ID))));
        });
    }

    /** The names that {@code NAME_pattern} and {@code NAME_prefix_pattern} let through. */
    public static NamePattern pattern(Asked asked, String name) {
        return new NamePattern(asked.text(name + "_pattern"), asked.text(name + "_prefix_pattern"));
    }

    /** {@code NAME}: exactly this. */
    static Filter is(String name, Field<String> field) {
        return one(name, field::eq);
    }

    /** {@code NAME}: yes or no. */
    static Filter flag(String name, Function<Boolean, Condition> condition) {
        return asked -> {
            Boolean flag = asked.flag(name);
            return flag == null ? noCondition() : condition.apply(flag);
        };
    }

    /** {@code NAME}, repeated: one of these. */
    static Filter anyOf(String name, Field<String> field) {
        return anyOf(name, Set.of(), field::in);
    }

    /** {@code NAME}, repeated: what several values of a few mean. */
    static Filter anyOf(String name, Set<String> allowed, Function<Collection<String>, Condition> condition) {
        return asked -> {
            List<String> given = asked.texts(name, allowed);
            return given.isEmpty() ? noCondition() : condition.apply(given);
        };
    }

    /** {@code NAME}, repeated: one of these numbers. */
    static Filter numbers(String name, Function<Collection<Integer>, Condition> condition) {
        return asked -> {
            List<Integer> given = asked.integers(name);
            return given.isEmpty() ? noCondition() : condition.apply(given);
        };
    }

    /** {@code NAME}: what one value means. */
    static Filter one(String name, Function<String, Condition> condition) {
        return asked -> {
            String given = asked.text(name);
            return given == null ? noCondition() : condition.apply(given);
        };
    }

    /** {@code NAME}: what one of a few values means. */
    static Filter one(String name, Set<String> allowed, Function<String, Condition> condition) {
        return asked -> {
            String given = asked.text(name, allowed);
            return given == null ? noCondition() : condition.apply(given);
        };
    }

    /** What is refused, since no row says it. */
    static Filter refused(String why, String... names) {
        return asked -> {
            for (String name : names) {
                asked.refuse(name, why);
            }
            return noCondition();
        };
    }

    /** Moments of change, which are kept of no run and no instance. */
    static Filter noChanges(String instead) {
        return refused(
                "when a row was last changed is not kept; filter by " + instead + ", or leave it out",
                "updated_at_gte",
                "updated_at_gt",
                "updated_at_lte",
                "updated_at_lt");
    }
}
