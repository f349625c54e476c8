package dev.rondo.core.dagrun;

import dev.rondo.core.timetable.DataInterval;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when triggering a run by hand, as far as it decides the run's id and dates.
 *
 * @param runId the id the run shall have; null = made from its moment
 * @param logicalDate the moment the run stands for; null = none, and then it has no data interval either
 * @param interval the data it covers; null = what the timetable says for the logical date
 * @param runAfter the earliest moment it may start; null = at once
 */
public record TriggerRequest(
        @Nullable String runId,
        @Nullable Instant logicalDate,
        @Nullable DataInterval interval,
        @Nullable Instant runAfter) {

    /** Airflow's clients send it, as null where it is not used. */
    private static final String PARTITION_KEY = "partition_key";

    private static final Set<String> FIELDS = Set.of(
            "dag_run_id",
            "logical_date",
            "data_interval_start",
            "data_interval_end",
            "run_after",
            "conf",
            "note",
            PARTITION_KEY);

    /**
     * Reads the body of a request to {@code POST …/dagRuns}, given as the maps, lists, texts and numbers of any JSON
     * library.
     *
     * <p>{@code logical_date} must be there, though it may be null, so that nobody leaves it out by mistake. Moments
     * need an offset.
     *
     * @throws InvalidTriggerException with everything that is wrong
     */
    public static TriggerRequest parse(Map<String, ? extends @Nullable Object> body) {
        Reader reader = new Reader(body);
        reader.knownFieldsOnly();
        if (!body.containsKey("logical_date")) {
            reader.problems.add("'logical_date' is missing; give a moment, or null for a run without one");
        }
        reader.objectOrNull("conf");
        reader.text("note");
        TriggerRequest request = new TriggerRequest(
                reader.runId(), reader.moment("logical_date"), reader.interval(), reader.moment("run_after"));
        if (!reader.problems.isEmpty()) {
            throw new InvalidTriggerException(reader.problems);
        }
        return request;
    }

    /** Reads one body and gathers what is wrong with it. */
    private static final class Reader {

        private final Map<String, ? extends @Nullable Object> body;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, ? extends @Nullable Object> body) {
            this.body = body;
        }

        void knownFieldsOnly() {
            body.keySet().stream()
                    .filter(field -> !FIELDS.contains(field))
                    .sorted()
                    .forEach(field -> problems.add("'" + field + "' is not a field of a trigger request"));
            if (body.get(PARTITION_KEY) != null) {
                problems.add("'" + PARTITION_KEY + "' is not supported; leave it out");
            }
        }

        @Nullable
        String runId() {
            String runId = text("dag_run_id");
            if (runId != null) {
                RunIds.problemOf(runId).ifPresent(problems::add);
            }
            return runId;
        }

        @Nullable
        String text(String field) {
            Object value = body.get(field);
            if (value == null || value instanceof String) {
                return (String) value;
            }
            problems.add("'" + field + "' must be a text, was " + value);
            return null;
        }

        @Nullable
        Instant moment(String field) {
            String text = text(field);
            if (text == null) {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeException e) {
                problems.add("'" + field + "' must be a moment with an offset such as 2024-05-17T13:42:11Z, was '"
                        + text + "'");
                return null;
            }
        }

        @Nullable
        DataInterval interval() {
            Instant start = moment("data_interval_start");
            Instant end = moment("data_interval_end");
            if ((body.get("data_interval_start") == null) != (body.get("data_interval_end") == null)) {
                problems.add("give both 'data_interval_start' and 'data_interval_end', or neither");
            }
            if (start == null || end == null) {
                return null;
            }
            if (end.isBefore(start)) {
                problems.add("'data_interval_end' " + end + " lies before 'data_interval_start' " + start);
                return null;
            }
            return new DataInterval(start, end);
        }

        void objectOrNull(String field) {
            Object value = body.get(field);
            if (value != null && !(value instanceof Map<?, ?>)) {
                problems.add("'" + field + "' must be an object, was " + value);
            }
        }
    }
}
