package dev.rondo.benchmarks.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads what came of runs from the tables. */
public final class Tables implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(5);

    // The moments are in the tables: to look each 5 ms would take up to a tenth of what the machine can do.
    private static final Duration SELDOM_IN_A_RUN = Duration.ofMillis(25);

    // For what counts many rows.
    private static final Duration SELDOM = Duration.ofMillis(250);

    // A look at the starts of 10,000 runs takes 25 ms from those who start them, and does not say when they did.
    private static final Duration RARELY = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

    // What is not there so long after the last one does not come.
    private static final Duration QUIET = Duration.ofSeconds(20);

    private static final String RUN = "select run_no, state, queued_at, start_date, end_date from dag_run";

    private final Connection connection;
    private final Surroundings surroundings;

    private Tables(Connection connection, Surroundings surroundings) {
        this.connection = connection;
        this.surroundings = surroundings;
    }

    static Tables open(int port, String password, Surroundings surroundings) {
        return open("jdbc:postgresql://127.0.0.1:" + port + "/rondo", "rondo", password, surroundings);
    }

    static Tables open(String url, String user, String password, Surroundings surroundings) {
        try {
            return new Tables(DriverManager.getConnection(url, user, password), surroundings);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * A run.
     *
     * @param queuedAt when it was asked for
     * @param startedAt when it began to run
     */
    public record Run(long runNo, String state, Instant queuedAt, Instant startedAt, Instant endedAt) {}

    /** An instance; start and end as its task host read them around the body. */
    public record Instance(String taskId, Instant startedAt, Instant endedAt) {}

    /** Waits until the runs of a DAG have all ended and there are so many; the newest first. */
    public List<Run> awaitRuns(String dagIdPattern, int count) {
        return awaitRuns(dagIdPattern, count, PATIENCE);
    }

    /** As above, with this patience. */
    public List<Run> awaitRuns(String dagIdPattern, int count, Duration patience) {
        double begin = surroundings.seconds();
        while (true) {
            long ended = number(
                    "select count(*) from dag_run where dag_id like ? and state in ('success', 'failed')",
                    dagIdPattern);
            if (ended >= count) {
                return runs(dagIdPattern);
            }
            if (surroundings.seconds() - begin > patience.toSeconds()) {
                throw new BenchmarkException("of " + count + " runs of " + dagIdPattern + " only " + ended
                        + " have ended after " + patience);
            }
            surroundings.sleep(LOOK);
        }
    }

    /**
     * Waits until no run of a DAG is queued or running; looks at what is open alone, however much has ended. The newest
     * first.
     */
    public List<Run> awaitEndOfRuns(String dagId) {
        double begin = surroundings.seconds();
        while (number(
                        "select count(*) from (select 1 from dag_run where dag_id = ? and state in ('queued', 'running')"
                                + " limit 1) open",
                        dagId)
                > 0) {
            if (surroundings.seconds() - begin > PATIENCE.toSeconds()) {
                throw new BenchmarkException("not all runs of " + dagId + " have ended after " + PATIENCE);
            }
            surroundings.sleep(SELDOM_IN_A_RUN);
        }
        return runs(dagId);
    }

    private List<Run> runs(String dagIdPattern) {
        return list(RUN + " where dag_id like ? order by run_no desc", Tables::run, dagIdPattern);
    }

    /**
     * Waits until a run has ended. Each look is a row by its key, on the cores that are measured: where that counts,
     * see {@link #awaitRun(String, String, Duration)}.
     */
    public Run awaitRun(String dagId, String runId) {
        return awaitRun(dagId, runId, Duration.ZERO);
    }

    /**
     * Waits until a run has ended, and does not look before.
     *
     * @param unseen for so long nothing is looked at: how long it takes as a rule
     */
    public Run awaitRun(String dagId, String runId, Duration unseen) {
        surroundings.sleep(unseen);
        double begin = surroundings.seconds();
        while (true) {
            List<Run> ended = list(
                    RUN + " where dag_id = ? and run_id = ? and state in ('success', 'failed')",
                    Tables::run,
                    dagId,
                    runId);
            if (!ended.isEmpty()) {
                return ended.getFirst();
            }
            if (surroundings.seconds() - begin > PATIENCE.toSeconds()) {
                throw new BenchmarkException("run " + runId + " of " + dagId + " has not ended after " + PATIENCE);
            }
            surroundings.sleep(LOOK);
        }
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(row.getLong(1), row.getString(2), instant(row, 3), instant(row, 4), instant(row, 5));
    }

    /** The instances of a run that ended well, in the order in which they began. */
    public List<Instance> instances(long runNo) {
        return list(
                "select task_id, start_date, end_date from task_instance where run_no = ? and state = 'success'"
                        + " order by start_date",
                row -> new Instance(row.getString(1), instant(row, 2), instant(row, 3)),
                runNo);
    }

    /** How many instances of a run failed, themselves and not for others. */
    public long failed(long runNo) {
        return number("select count(*) from task_instance where run_no = ? and state = 'failed'", runNo);
    }

    /** When the first task of a run began after a moment, if one did. */
    public Optional<Instant> firstStartAfter(long runNo, Instant moment) {
        return Optional.ofNullable(list(
                                "select min(start_date) from task_instance where run_no = ? and start_date > ?",
                                row -> new First(row.getObject(1, OffsetDateTime.class)),
                                runNo,
                                moment.atOffset(ZoneOffset.UTC))
                        .getFirst()
                        .moment())
                .map(OffsetDateTime::toInstant);
    }

    private record First(@Nullable OffsetDateTime moment) {}

    /** How many instances the runs of these DAGs have. */
    public long instancesOf(String dagIdPattern) {
        return number(
                "select count(*) from task_instance i join dag_run r on r.run_no = i.run_no where r.dag_id like ?",
                dagIdPattern);
    }

    /** How many runs these DAGs have. */
    public long runsOf(String dagIdPattern) {
        return number("select count(*) from dag_run where dag_id like ?", dagIdPattern);
    }

    /** How many task instances of these DAGs have ended well. */
    public long endedWell(String dagIdPattern) {
        return number(
                "select count(*) from task_instance i join dag_run r on r.run_no = i.run_no"
                        + " where r.dag_id like ? and i.state = 'success'",
                dagIdPattern);
    }

    /** Waits until a run of one of these DAGs is running. */
    public void awaitAnyRun(String dagIdPattern) {
        await(
                "a run of " + dagIdPattern + " is running",
                PATIENCE,
                () -> number("select count(*) from dag_run where dag_id like ? and state = 'running'", dagIdPattern)
                        > 0);
    }

    /** Waits until the body of a task of one of these DAGs is running. */
    public void awaitAnyTask(String dagIdPattern) {
        await(
                "a task of " + dagIdPattern + " is running",
                PATIENCE,
                () -> number(
                                "select count(*) from task_instance i join dag_run r on r.run_no = i.run_no"
                                        + " where r.dag_id like ? and i.state = 'running'",
                                dagIdPattern)
                        > 0);
    }

    /** Waits until so many sensors of a DAG have looked at least once. */
    public void awaitFirstLooks(String dagId, int count) {
        await(
                count + " sensors of " + dagId + " have looked",
                LONG_PATIENCE,
                () -> number(
                                "select count(*) from task_instance i join dag_run r on r.run_no = i.run_no"
                                        + " where r.dag_id = ? and i.first_look_at is not null",
                                dagId)
                        >= count);
    }

    /** How many slots of all pools are taken at this moment. */
    public long usedSlots() {
        return number("select sum(used_slots) from pool");
    }

    /** How many unfinished instances of a DAG do not wait for a look that is due after this moment. */
    public long notWaitingUntil(String dagId, Instant moment) {
        return number(
                "select count(*) from task_instance i join dag_run r on r.run_no = i.run_no"
                        + " where r.dag_id = ? and i.end_date is null"
                        + " and not (i.state = 'up_for_reschedule' and i.next_at > ?)",
                dagId,
                moment.atOffset(ZoneOffset.UTC));
    }

    /**
     * When the first task began of each run that was due at a moment. Waits until all DAGs have one, or nothing was
     * added for a while.
     */
    public List<Instant> awaitFirstStarts(String dagIdPattern, Instant due, int count) {
        while (surroundings.clock().instant().isBefore(due)) {
            surroundings.sleep(LOOK);
        }
        List<Instant> starts = List.of();
        double changed = surroundings.seconds();
        while (starts.size() < count && surroundings.seconds() - changed < QUIET.toSeconds()) {
            surroundings.sleep(RARELY);
            List<Instant> more = firstStarts(dagIdPattern, due);
            if (more.size() > starts.size()) {
                changed = surroundings.seconds();
            }
            starts = more;
        }
        return starts;
    }

    private List<Instant> firstStarts(String dagIdPattern, Instant due) {
        return list(
                "select min(i.start_date) from task_instance i join dag_run r on r.run_no = i.run_no"
                        + " where r.dag_id like ? and r.run_after = ? and i.start_date is not null group by r.run_no",
                row -> instant(row, 1),
                dagIdPattern,
                due.atOffset(ZoneOffset.UTC));
    }

    private void await(String what, Duration patience, BooleanSupplier condition) {
        double begin = surroundings.seconds();
        while (!condition.getAsBoolean()) {
            if (surroundings.seconds() - begin > patience.toSeconds()) {
                throw new BenchmarkException("not so after " + patience + ": " + what);
            }
            surroundings.sleep(SELDOM);
        }
    }

    /** Waits until an instance of a DAG that began after a moment has ended well, and returns when the first did. */
    public Instant awaitEndSince(String dagId, Instant moment) {
        double begin = surroundings.seconds();
        while (true) {
            List<Instant> ends = list(
                    "select i.end_date from task_instance i join dag_run r on r.run_no = i.run_no"
                            + " where r.dag_id = ? and i.state = 'success' and i.start_date >= ?"
                            + " order by i.end_date limit 1",
                    row -> instant(row, 1),
                    dagId,
                    moment.atOffset(ZoneOffset.UTC));
            if (!ends.isEmpty()) {
                return ends.getFirst();
            }
            if (surroundings.seconds() - begin > PATIENCE.toSeconds()) {
                throw new BenchmarkException("no task of " + dagId + " has ended after " + PATIENCE);
            }
            surroundings.sleep(LOOK);
        }
    }

    /** Waits until so many DAGs are known. */
    public void awaitDags(String dagIdPattern, int count) {
        double begin = surroundings.seconds();
        while (number("select count(*) from dag where dag_id like ?", dagIdPattern) < count) {
            if (surroundings.seconds() - begin > PATIENCE.toSeconds()) {
                throw new BenchmarkException("the DAG processor did not show " + count + " DAGs like " + dagIdPattern
                        + "; what it says of files: "
                        + list("select file_name || ': ' || message from import_error", row -> row.getString(1)));
            }
            surroundings.sleep(LOOK);
        }
    }

    /** How many transactions have written something since the database was made. */
    public long writeTransactions() {
        return number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
    }

    /**
     * Adds what was done over years by copies of a DAG, see {@link ManyRows}; their names are {@code many_00001} and
     * on.
     *
     * @param before how many copies were added before
     * @param apart from one run of a copy to its next; the first is of the beginning of 2025
     */
    public void addPast(String dagId, int before, int dags, int runsEach, Duration apart, int tasksEach) {
        try {
            ManyRows.add(connection, dagId, before, dags, runsEach, apart, tasksEach);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private long number(String sql, Object... arguments) {
        return list(sql, row -> row.getLong(1), arguments).getFirst();
    }

    private <T> List<T> list(String sql, Reader<T> reader, Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static BenchmarkException failed(SQLException e) {
        return new BenchmarkException("the tables cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
