package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.DagSettings;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.OptionSet;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.params.ParamsType;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DagSpec.ParamsSpec;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds the graph of a DAG. Every rule is asked, whatever the others said; only a draft without a problem becomes a
 * graph. One use each.
 */
public final class SpecBuilder {

    private final DagDraft dag;
    private final Problems problems;
    private final OptionSet environment;
    private final CronCheck crons;
    private final HolidayFiles holidays;

    /** Options that the environment says hold where nobody else says anything. */
    public SpecBuilder(DagDraft dag, OptionSet environment, CronCheck crons, HolidayFiles holidays) {
        this.dag = dag;
        this.problems = new Problems(dag);
        this.environment = environment;
        this.crons = crons;
        this.holidays = holidays;
    }

    /** What was found wrong; complete when {@link #build} is done. */
    public Problems problems() {
        return problems;
    }

    /**
     * The graph; empty when something is wrong.
     *
     * @param dagClass name of the class that defines it
     */
    public Optional<DagSpec> build(String dagClass) {
        SettingChecks.Checked settings = new SettingChecks(dag, problems).check(crons);
        IdChecks.check(dag, problems);
        var graphBuilder = new GraphBuilder(dag, problems);
        Graph graph = graphBuilder.build();
        new Cycles(graph).check(dag.tasks(), problems);
        var types = new DagTypes(dag, problems);
        var options = new OptionResolver(environment, dag, settings.zone());
        var branches = new BranchChecks(graphBuilder, types, problems);
        checkOptions(new OptionChecks(settings.zone()));
        var operators = new OperatorSpecs(problems);
        checkTasks(options, types, branches, operators);
        List<DeadlineSpec> deadlines = new DeadlineChecks(dag, settings.zone(), problems)
                .check(new CaptureChecks(types.functions(), problems));
        AssetChecks.check(dag, problems);
        var templates = new TemplateChecks(dag, settings, problems);
        dag.tasks().forEach(templates::check);
        ParamsSpec params = params();
        ScheduleSpec schedule = new Calendars(holidays, problems)
                .resolve(dag.settings().schedule().spec());
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        var tasks = new TaskSpecs(dag, graph, types, options, operators, branches, problems);
        DagSpec spec = assemble(dagClass, settings, schedule, params, tasks, deadlines);
        return problems.hasErrors() ? Optional.empty() : Optional.of(spec);
    }

    private void checkOptions(OptionChecks options) {
        options.check(dag.defaultArgs(), null, dag.where(), problems);
        options.check(dag.options(), null, dag.where(), problems);
        dag.groups().forEach(group -> options.check(group.allOptions(), group.id(), group.where(), problems));
        dag.tasks().forEach(task -> options.check(task.options(), task.id(), task.where(), problems));
    }

    private void checkTasks(OptionResolver options, DagTypes types, BranchChecks branches, OperatorSpecs operators) {
        var captures = new CaptureChecks(types.functions(), problems);
        captures.checkCallbacks(dag.defaultArgs(), null, dag.where());
        captures.checkCallbacks(dag.options(), null, dag.where());
        callbacks().forEach((kind, callback) -> captures.check(callback, "on_" + kind, null, dag.where()));
        var checks = new TaskChecks(dag, problems);
        for (GroupDraft group : dag.groups()) {
            checks.checkGroup(group);
            captures.checkCallbacks(group.allOptions(), group.id(), group.where());
        }
        for (TaskDraft task : dag.tasks()) {
            checks.check(task, triggerRule(task, options));
            types.of(task);
            operators.of(task);
            captures.check(task);
            if (BranchChecks.isBranch(task)) {
                branches.check(task);
            }
        }
    }

    /** A teardown has a rule of its own, whatever its defaults say. */
    static TriggerRule triggerRule(TaskDraft task, OptionResolver options) {
        return task.teardownOf() == null ? options.resolve(task).triggerRule() : TriggerRule.ALL_DONE_SETUP_SUCCESS;
    }

    private Map<String, Callback> callbacks() {
        Map<String, Callback> callbacks = new HashMap<>();
        DagSettings settings = dag.settings();
        if (settings.onSuccess() != null) {
            callbacks.put("success", settings.onSuccess());
        }
        if (settings.onFailure() != null) {
            callbacks.put("failure", settings.onFailure());
        }
        return callbacks;
    }

    private @Nullable ParamsSpec params() {
        if (dag.params().isEmpty()) {
            return null;
        }
        if (dag.params().size() > 1) {
            problems.add(
                    ProblemCode.BAD_PARAMS,
                    "params(…) is called " + dag.params().size() + " times",
                    "put everything into one record");
        }
        Record defaults = dag.params().getFirst();
        return switch (ParamsType.read(defaults)) {
            case ParamsType.Reading.Usable usable ->
                new ParamsSpec(
                        defaults.getClass().getName(),
                        usable.type().schema().schema().toJson(),
                        usable.type().schema().defaults().toJson());
            case ParamsType.Reading.Refused refused -> {
                refused.problems()
                        .forEach(problem -> problems.add(
                                ProblemCode.BAD_PARAMS,
                                "the params record cannot be one: " + problem.message(),
                                "use strings, numbers, enums, java.time, records and lists or maps of these"));
                yield null;
            }
        };
    }

    private List<TaskDraft> members(GroupDraft group) {
        return group.mapping() == null
                ? List.of()
                : dag.tasks().stream()
                        .filter(task -> task.mappedGroup() == group)
                        .toList();
    }

    private DagSpec assemble(
            String dagClass,
            SettingChecks.Checked settings,
            ScheduleSpec schedule,
            @Nullable ParamsSpec params,
            TaskSpecs tasks,
            List<DeadlineSpec> deadlines) {
        DagSettings said = dag.settings();
        List<GroupSpec> groups = dag.groups().stream()
                .map(group -> tasks.of(group, members(group)))
                .toList();
        return new DagSpec(
                dag.id(),
                dagClass,
                said.description(),
                said.doc(),
                said.tags(),
                schedule,
                settings.zone().getId(),
                settings.startDate(),
                settings.endDate(),
                said.catchup(),
                said.runStrategy(),
                settings.maxActiveRuns(),
                said.maxActiveTasks(),
                said.dagrunTimeout(),
                said.failFast(),
                said.pausedUponCreation(),
                params,
                new TreeSet<>(callbacks().keySet()),
                groups,
                dag.tasks().stream().map(tasks::of).toList(),
                deadlines);
    }
}
