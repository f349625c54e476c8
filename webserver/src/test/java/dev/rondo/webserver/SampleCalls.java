package dev.rondo.webserver;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import java.util.List;
import java.util.Map;

/** A body for every route that needs one, and what a scheduler does with the commands that follow. */
final class SampleCalls {

    private static final String MARK = "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}";

    private static final String GROUP =
            "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskGroupInstances/{group_id}";
    private static final String XCOMS =
            "POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries";
    private static final String CREDENTIALS =
            "{\"username\":\"admin\",\"password\":\"" + TestWebserver.PASSWORD + "\"}";
    private static final String BULK = "{\"actions\":[{\"action\":\"update\",\"entities\":[{";

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/v2/dags/{dag_id}/dagRuns", "{\"logical_date\":null,\"conf\":{\"a\":1}}"),
            Map.entry(
                    "POST /api/v2/dags/{dag_id}/dagRuns/list", "{\"dag_ids\":[\"flights\"],\"states\":[\"running\"]}"),
            Map.entry(
                    "POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/list",
                    "{\"dag_ids\":[\"flights\"],\"state\":[\"success\",null]}"),
            Map.entry("POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/clear", "{\"dry_run\":false}"),
            Map.entry("POST /api/v2/dags/{dag_id}/clearTaskInstances", "{\"dag_run_id\":\"first\"}"),
            Map.entry("PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}", "{\"state\":\"success\"}"),
            Map.entry("PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/dry_run", "{\"state\":\"success\"}"),
            Map.entry(MARK, "{\"new_state\":\"success\"}"),
            Map.entry(MARK + "/dry_run", "{\"new_state\":\"success\"}"),
            Map.entry(MARK + "/{map_index}", "{\"new_state\":\"success\"}"),
            Map.entry(MARK + "/{map_index}/dry_run", "{\"new_state\":\"success\"}"),
            Map.entry(MARK + "/{map_index}/hitlDetails", "{\"chosen_options\":[\"Approve\"]}"),
            Map.entry("PATCH /api/v2/dags/{dag_id}", "{\"is_paused\":true}"),
            Map.entry("PATCH /api/v2/dags", "{\"is_paused\":true}"),
            Map.entry("POST /api/v2/assets/events", "{\"asset_id\":1,\"extra\":{\"rows\":5}}"),
            Map.entry("POST /api/v2/pools", "{\"name\":\"default_pool\",\"slots\":3}"),
            Map.entry("PATCH /api/v2/pools/{pool_name}", "{\"slots\":3}"),
            Map.entry(
                    "PATCH /api/v2/pools",
                    "{\"actions\":[{\"action\":\"create\",\"entities\":[{\"name\":\"default_pool\",\"slots\":3}]}]}"),
            Map.entry(
                    "PATCH /api/v2/variables",
                    "{\"actions\":[{\"action\":\"delete\",\"entities\":[\"newcomer\",\"bucket\"]}]}"),
            Map.entry(
                    "PATCH /api/v2/connections",
                    "{\"actions\":[{\"action\":\"update\",\"entities\":[{\"connection_id\":\"lake\",\"conn_type\":\"x\"}]}]}"),
            Map.entry("POST /api/v2/connections/test", "{\"connection_id\":\"lake\",\"conn_type\":\"http\"}"),
            Map.entry("POST /api/v2/connections", "{\"connection_id\":\"lake\",\"conn_type\":\"http\"}"),
            Map.entry(
                    "PATCH /api/v2/connections/{connection_id}", "{\"connection_id\":\"lake\",\"conn_type\":\"http\"}"),
            Map.entry(
                    "PATCH /api/v2/dags/{dag_id}/dagRuns", BULK + "\"dag_run_id\":\"first\",\"state\":\"failed\"}]}]}"),
            Map.entry(
                    "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances",
                    BULK + "\"task_id\":\"fetch\",\"new_state\":\"success\"}]}]}"),
            Map.entry("POST /api/v2/dags/{dag_id}/clearDagRuns", "{\"dag_runs\":[{\"dag_run_id\":\"first\"}]}"),
            Map.entry(XCOMS, "{\"key\":\"auc\",\"value\":0.9}"),
            Map.entry(XCOMS.replace("POST", "PATCH") + "/{xcom_key}", "{\"value\":0.9}"),
            Map.entry(GROUP, "{\"new_state\":\"success\"}"),
            Map.entry(GROUP + "/dry_run", "{\"new_state\":\"success\"}"),
            Map.entry(
                    "POST /api/v2/tokens",
                    "{\"name\":\"nightly\",\"role\":\"user\",\"dag_ids\":[\"flights\"],\"expires_in_days\":30}"),
            Map.entry(
                    "POST /auth/fab/v1/users",
                    "{\"username\":\"ann\",\"password\":\"correct horse\",\"roles\":[{\"name\":\"Op\"}]}"),
            Map.entry("PATCH /auth/fab/v1/users/{username}", "{\"roles\":[{\"name\":\"User\"}]}"),
            Map.entry("PUT /auth/fab/v1/users/{username}/grants", "{\"dag_id\":\"flights\",\"role\":\"user\"}"),
            Map.entry("POST /auth/token", CREDENTIALS),
            Map.entry("POST /auth/token/cli", CREDENTIALS),
            Map.entry("POST /auth/session", CREDENTIALS),
            Map.entry(
                    "PATCH /auth/password",
                    "{\"old_password\":\"" + TestWebserver.PASSWORD + "\",\"new_password\":\"battery staple\"}"),
            Map.entry("POST /api/v2/variables", "{\"key\":\"newcomer\",\"value\":\"x\"}"),
            Map.entry("PATCH /api/v2/variables/{variable_key}", "{\"key\":\"bucket\",\"value\":\"x\"}"),
            Map.entry(
                    "POST /api/v2/backfills",
                    "{\"dag_id\":\"flights\",\"from_date\":\"2025-01-01T00:00:00Z\",\"to_date\":\"2025-01-02T00:00:00Z\"}"),
            Map.entry(
                    "POST /api/v2/backfills/dry_run",
                    "{\"dag_id\":\"flights\",\"from_date\":\"2025-01-01T00:00:00Z\",\"to_date\":\"2025-01-02T00:00:00Z\"}"));

    /** Further bodies, where the answer depends on them. */
    private static final Map<String, String> OTHERS = Map.of(
            "POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/clear", "{}",
            "POST /api/v2/dags/{dag_id}/clearDagRuns", "{\"dag_runs\":[{\"dag_run_id\":\"ended\"}],\"dry_run\":false}");

    private SampleCalls() {}

    /** What is sent to an operation, the usual first. */
    static List<String> bodies(String operation) {
        String usual = BODIES.getOrDefault(operation, "{}");
        String other = OTHERS.get(operation);
        return other == null ? List.of(usual) : List.of(usual, other);
    }

    /** Answers a command as a scheduler does that finds everything in order. */
    static CommandReply carryOut(TestWebserver web, SampleWorld world, Command command) {
        return switch (command) {
            case Command.TriggerRun trigger -> new CommandReply.RunTriggered(1, trigger.dagId(), SampleWorld.RUN);
            case Command.SetVariable variable -> {
                world.addVariable(web, variable.key());
                yield new CommandReply.Done();
            }
            case Command.SetXCom xcom -> {
                world.addXCom(web, xcom.key());
                yield new CommandReply.Done();
            }
            case Command.ClearTasks clear -> world.affected();
            case Command.TestConnection test -> new CommandReply.ConnectionTested(true, "lake:80 takes connections");
            case Command.CreateAssetEvent create -> new CommandReply.AssetEventCreated(1);
            case Command.MarkTasks mark -> world.affected();
            case Command.PreviewRunMark preview -> world.affected();
            case Command.CreateBackfill create ->
                new CommandReply.BackfillPlanned(
                        create.dryRun() ? 0 : world.backfillId(),
                        List.of(new CommandReply.BackfillPlanned.Planned(
                                SampleWorld.DAY, SampleWorld.DAY, "created", null)));
            case Command.RetryBackfill retry -> new CommandReply.BackfillPlanned(retry.backfillId(), List.of());
            default -> new CommandReply.Done();
        };
    }
}
