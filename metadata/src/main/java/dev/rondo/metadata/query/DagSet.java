package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.inline;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;

/**
 * Rows of those DAGs that a query names.
 *
 * @param dagId of the rows
 * @param ids the query
 */
record DagSet(Field<String> dagId, Select<? extends Record1<String>> ids) {

    // More are better joined than named one by one.
    private static final int FEW = 200;

    /** As it is. */
    Condition condition() {
        return dagId.in(ids);
    }

    /**
     * With the names of the DAGs where they are few: PostgreSQL knows then of how many rows it plans, which it cannot
     * tell from a part of a name, and finds a name among them without comparing it with each.
     */
    Condition named(DSLContext db) {
        List<String> found = db.selectFrom(ids.asTable("named", "id"))
                .orderBy(inline(1))
                .limit(FEW + 1)
                .fetch(r -> r.get(0, String.class));
        return found.size() > FEW ? condition() : dagId.in(found);
    }
}
