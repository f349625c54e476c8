package dev.rondo.metadata.dag;

import static dev.rondo.metadata.jooq.Tables.DAG_WARNING;

import dev.rondo.metadata.jooq.tables.records.DagWarningRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Keeps the warnings of DAGs, as their files are put in force. */
final class WarningRows {

    private WarningRows() {}

    /** A DAG, which is locked, is in force with these. Answers those that it did not have before. */
    static List<DagStore.Warning> put(DSLContext db, String dagId, List<DagStore.Warning> warnings, Instant now) {
        var before =
                db.selectFrom(DAG_WARNING).where(DAG_WARNING.DAG_ID.eq(dagId)).fetch();
        List<Long> gone = before.stream()
                .filter(row -> !warnings.contains(of(row)))
                .map(DagWarningRecord::getDagWarningId)
                .toList();
        if (!gone.isEmpty()) {
            db.deleteFrom(DAG_WARNING)
                    .where(DAG_WARNING.DAG_WARNING_ID.in(gone))
                    .execute();
        }
        Set<DagStore.Warning> known = before.stream().map(WarningRows::of).collect(Collectors.toSet());
        List<DagStore.Warning> added = warnings.stream()
                .distinct()
                .filter(warning -> !known.contains(warning))
                .toList();
        for (DagStore.Warning warning : added) {
            db.insertInto(DAG_WARNING)
                    .set(DAG_WARNING.DAG_ID, dagId)
                    .set(DAG_WARNING.CODE, warning.code())
                    .set(DAG_WARNING.MESSAGE, warning.message())
                    .set(DAG_WARNING.CREATED_AT, now)
                    .execute();
        }
        return added;
    }

    private static DagStore.Warning of(DagWarningRecord row) {
        return new DagStore.Warning(row.getDagId(), row.getCode(), row.getMessage());
    }

    /** These DAGs are no longer in force. */
    static void remove(DSLContext db, Collection<String> dagIds) {
        if (!dagIds.isEmpty()) {
            db.deleteFrom(DAG_WARNING).where(DAG_WARNING.DAG_ID.in(dagIds)).execute();
        }
    }
}
