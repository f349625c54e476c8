package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Airflow's variables for one try, and ours. Dates are in UTC, as in Airflow; those that begin with {@code local_} are
 * in the DAG's zone. In a run without a logical date, all that depends on one has no value.
 */
public final class TemplateVariables implements TemplateScope {

    private static final Set<String> DATED = Set.of(
            "ds",
            "ds_nodash",
            "ts",
            "ts_nodash",
            "ts_nodash_with_tz",
            "logical_date",
            "data_interval_start",
            "data_interval_end",
            "prev_data_interval_start_success",
            "prev_data_interval_end_success",
            "task_instance_key_str",
            "local_ds",
            "local_ds_nodash",
            "local_ts",
            "local_ts_nodash",
            "local_logical_date",
            "local_data_interval_start",
            "local_data_interval_end");

    private static final Set<String> UNDATED =
            Set.of("conn", "dag", "dag_run", "macros", "params", "run_id", "task", "task_instance", "ti", "var");

    /** Every name there is, whatever the run; for checking templates when a DAG is loaded. */
    public static final Set<String> NAMES = allNames();

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final TemplateRun run;
    private final TemplateLookups lookups;

    public TemplateVariables(TemplateRun run, TemplateLookups lookups) {
        this.run = run;
        this.lookups = lookups;
    }

    private static Set<String> allNames() {
        Set<String> all = new TreeSet<>(DATED);
        all.addAll(UNDATED);
        return Collections.unmodifiableSet(all);
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public @Nullable TemplateValue find(String name) {
        if (DATED.contains(name)) {
            Instant logicalDate = run.logicalDate();
            return logicalDate == null
                    ? new Undefined("'" + name + "' has no value in the run '" + run.runId()
                            + "', which was made without a logical date; use dag_run.run_after")
                    : dated(name, logicalDate);
        }
        return switch (name) {
            case "run_id" -> TemplateValue.of(run.runId());
            case "params" -> TemplateValue.ofJson(run.params());
            case "dag" -> dag();
            case "dag_run" -> dagRun();
            case "task" -> task();
            case "ti", "task_instance" -> taskInstance();
            case "var" -> Lookups.variables(lookups);
            case "conn" -> Lookups.connections(lookups);
            case "macros" -> Macros.namespace();
            default -> null;
        };
    }

    private @Nullable TemplateValue dated(String name, Instant logicalDate) {
        ZonedDateTime date = logicalDate.atZone(UTC);
        return switch (name) {
            case "logical_date" -> TemplateValue.of(date);
            case "data_interval_start" -> moment(run.dataIntervalStart(), UTC);
            case "data_interval_end" -> moment(run.dataIntervalEnd(), UTC);
            case "prev_data_interval_start_success" -> {
                TemplateRun.Interval previous = run.previousSuccess();
                yield previous == null ? None.NONE : moment(previous.start(), UTC);
            }
            case "prev_data_interval_end_success" -> {
                TemplateRun.Interval previous = run.previousSuccess();
                yield previous == null ? None.NONE : moment(previous.end(), UTC);
            }
            case "task_instance_key_str" ->
                TemplateValue.of(run.dagId() + "__" + run.taskId() + "__" + PythonText.of(filtered(date, "ds_nodash")));
            case "local_logical_date" -> TemplateValue.of(logicalDate.atZone(run.zone()));
            case "local_data_interval_start" -> moment(run.dataIntervalStart(), run.zone());
            case "local_data_interval_end" -> moment(run.dataIntervalEnd(), run.zone());
            case "local_ds", "local_ds_nodash", "local_ts", "local_ts_nodash" ->
                filtered(logicalDate.atZone(run.zone()), name.substring("local_".length()));
            default -> filtered(date, name);
        };
    }

    private static TemplateValue moment(@Nullable Instant at, ZoneId zone) {
        return at == null ? None.NONE : TemplateValue.of(at.atZone(zone));
    }

    /** The names of these variables are those of the filters that make them. */
    private static TemplateValue filtered(ZonedDateTime date, String filter) {
        return Filters.apply(filter, TemplateValue.of(date), new CallArguments(filter, List.of(), Map.of()));
    }

    private TemplateValue dag() {
        return new TemplateValue.Namespace("dag", name -> switch (name) {
            case "dag_id" -> TemplateValue.of(run.dagId());
            case "timezone" -> TemplateValue.of(run.zone().getId());
            default -> null;
        });
    }

    private TemplateValue dagRun() {
        return new TemplateValue.Namespace("dag_run", name -> switch (name) {
            case "dag_id" -> TemplateValue.of(run.dagId());
            case "run_id" -> TemplateValue.of(run.runId());
            case "run_type" -> new Symbol("DagRunType", run.runType().toUpperCase(Locale.ROOT), run.runType());
            case "conf" -> TemplateValue.ofJson(run.conf());
            case "logical_date" -> moment(run.logicalDate(), UTC);
            case "data_interval_start" -> moment(run.dataIntervalStart(), UTC);
            case "data_interval_end" -> moment(run.dataIntervalEnd(), UTC);
            case "run_after" -> moment(run.runAfter(), UTC);
            default -> null;
        });
    }

    private TemplateValue task() {
        return new TemplateValue.Namespace("task", name -> switch (name) {
            case "task_id" -> TemplateValue.of(run.taskId());
            case "dag_id" -> TemplateValue.of(run.dagId());
            default -> null;
        });
    }

    private TemplateValue taskInstance() {
        return new TemplateValue.Namespace("ti", name -> switch (name) {
            case "dag_id" -> TemplateValue.of(run.dagId());
            case "task_id" -> TemplateValue.of(run.taskId());
            case "run_id" -> TemplateValue.of(run.runId());
            case "try_number" -> TemplateValue.of(run.tryNumber());
            case "max_tries" -> TemplateValue.of(run.maxTries());
            case "map_index" -> TemplateValue.of(run.mapIndex());
            case "task" -> task();
            case "dag_run" -> dagRun();
            case "xcom_pull" -> Lookups.xcomPull(run, lookups);
            default -> null;
        });
    }
}
