package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.unnest;

import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;

/**
 * Which DAGs may be told of: those that each of its parts names.
 *
 * @param parts none: all DAGs
 */
public record DagScope(List<Part> parts) {

    /** Every DAG. */
    public static final DagScope ALL = new DagScope(List.of());

    public DagScope {
        parts = List.copyOf(parts);
    }

    /** DAGs by their ids, and those that have one of the tags. */
    public record Part(Set<String> dagIds, Set<String> tags) {
        public Part {
            dagIds = Set.copyOf(dagIds);
            tags = Set.copyOf(tags);
        }

        private DagSet set(Field<String> dagId) {
            return new DagSet(dagId, ids());
        }

        // One set, not an alternative: PostgreSQL can begin with the DAGs where they are few. Index: dag_tag_by_name.
        private Select<Record1<String>> ids() {
            var named = select(field(name("id"), String.class))
                    .from(unnest(dagIds.toArray(String[]::new)).as("named", "id"));
            if (tags.isEmpty()) {
                return named;
            }
            var tagged = select(DAG_TAG.DAG_ID).from(DAG_TAG).where(DAG_TAG.NAME.in(tags));
            return dagIds.isEmpty() ? tagged : tagged.unionAll(named);
        }

        private Condition on(Field<String> dagId) {
            return tags.isEmpty() ? dagId.in(dagIds) : dagId.in(ids());
        }
    }

    /** Whether every DAG may be told of. */
    public boolean isAll() {
        return parts.isEmpty();
    }

    /** The same as sets, for rows of which each DAG has many. */
    List<DagSet> sets(Field<String> dagId) {
        return parts.stream().map(part -> part.set(dagId)).toList();
    }

    /** The rows of these DAGs; a row that names none is of none. */
    public Condition on(Field<String> dagId) {
        return parts.stream().map(part -> part.on(dagId)).reduce(noCondition(), Condition::and);
    }
}
