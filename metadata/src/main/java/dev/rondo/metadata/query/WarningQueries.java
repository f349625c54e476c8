package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_WARNING;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Reads the warnings of DAGs. */
public final class WarningQueries {

    /** Airflow's clients accept its three types alone: this one is for what differs from run to run. */
    public static final String TYPE = "runtime varying value";

    private static final Set<String> TYPES = Set.of("asset conflict", "non-existent pool", TYPE);

    private final Transactions transactions;

    public WarningQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A warning. */
    public record WarningRow(String dagId, String code, String message, Instant at) {}

    /** What may be asked of warnings. */
    public static final Filters FILTERS = Filters.of(
            Filters.ofDags(DAG_WARNING.DAG_ID),
            Filters.is("dag_id", DAG_WARNING.DAG_ID),
            Filters.one("warning_type", TYPES, type -> type.equals(TYPE) ? noCondition() : falseCondition()));

    /** By what they are ordered. */
    public static final Orders ORDERS = Orders.of(
            "dag_id",
            Map.of(
                    "dag_id", DAG_WARNING.DAG_ID,
                    "warning_type", DAG_WARNING.CODE,
                    "message", DAG_WARNING.MESSAGE,
                    "timestamp", DAG_WARNING.CREATED_AT),
            DAG_WARNING.DAG_WARNING_ID);

    /** Lists warnings. */
    public Listed<WarningRow> warnings(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectFrom(DAG_WARNING)
                        .where(wanted.condition())
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new WarningRow(r.getDagId(), r.getCode(), r.getMessage(), r.getCreatedAt())),
                db.fetchCount(DAG_WARNING, wanted.condition())));
    }
}
