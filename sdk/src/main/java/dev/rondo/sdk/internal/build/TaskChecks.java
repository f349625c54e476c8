package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Option;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.util.List;
import java.util.Locale;

/** Checks that what is said about one task fits together. */
final class TaskChecks {

    private final DagDraft dag;
    private final Problems problems;

    TaskChecks(DagDraft dag, Problems problems) {
        this.dag = dag;
        this.problems = problems;
    }

    /** Checks a task with the trigger rule that holds for it. */
    void check(TaskDraft task, TriggerRule rule) {
        checkBody(task);
        checkTeardown(task);
        checkMapping(task);
        task.inputs().forEach(input -> checkInput(task, input, rule));
    }

    private void checkBody(TaskDraft task) {
        if (task.work() == null) {
            problems.add(
                    ProblemCode.TASK_WITHOUT_BODY,
                    task,
                    "nothing says what the task does",
                    "go on with .call(…), .run(…), .use(…), .choose(…) or .shortCircuit(…)");
        }
        if (task.isWorkedTwice()) {
            problems.add(
                    ProblemCode.TASK_WITH_TWO_BODIES,
                    task,
                    "two words say what the task does",
                    "make a task of its own for each");
        }
        boolean shortCircuit = task.work() instanceof Work.Code code && code.verb() == Body.SHORT_CIRCUIT;
        if (task.isSaidIgnoreDownstream() && !shortCircuit) {
            problems.add(
                    ProblemCode.BAD_OPTION,
                    task,
                    "ignoreDownstreamTriggerRules is said of a task that is no short circuit",
                    "take it out");
        }
    }

    private void checkTeardown(TaskDraft task) {
        List<TaskDraft> setups = task.teardownOf();
        if (setups == null) {
            if (task.isFailsRun()) {
                problems.add(
                        ProblemCode.BAD_TEARDOWN,
                        task,
                        "failsRun is said of a task that is no teardown; its failure fails the run anyway",
                        "take it out, or say asTeardown(…)");
            }
            return;
        }
        if (task.isSetup() || setups.contains(task)) {
            problems.add(
                    ProblemCode.BAD_TEARDOWN,
                    task,
                    "it is setup and teardown at once",
                    "make a task of its own for each");
        }
        if (task.options().get(Option.TRIGGER_RULE) != null) {
            problems.add(
                    ProblemCode.BAD_TEARDOWN,
                    task,
                    "a teardown has a trigger rule of its own, which cannot be changed",
                    "take triggerRule out");
        }
    }

    private void checkMapping(TaskDraft task) {
        Mapping mapping = task.mapping();
        GroupDraft around = task.mappedGroup();
        if (mapping == null) {
            return;
        }
        checkMixed(task, mapping);
        if (around != null) {
            problems.add(
                    ProblemCode.BAD_MAPPING,
                    task,
                    "it is mapped within the mapped group '" + around.id() + "'",
                    "map over all combinations at once: map(id, outer).cross(inner)");
        }
    }

    private void checkMixed(TaskDraft task, Mapping mapping) {
        if (mapping.isMixed()) {
            problems.add(
                    ProblemCode.BAD_MAPPING,
                    task,
                    "its lists are combined by cross and by zip at once",
                    "use one of them; let a task before it combine the others");
        }
    }

    /** Checks groups for a mapping within a mapping. */
    void checkGroup(GroupDraft group) {
        GroupDraft parent = group.parent();
        GroupDraft around = parent == null ? null : parent.mapped();
        if (group.mapping() != null && around != null) {
            problems.add(
                    ProblemCode.BAD_MAPPING,
                    group,
                    "it is mapped within the mapped group '" + around.id() + "'",
                    "map over all combinations at once: map(id, outer).cross(inner)");
        }
    }

    private void checkInput(TaskDraft task, Source<?> input, TriggerRule rule) {
        switch (input) {
            case Source.Result<?> result -> checkResult(task, result, rule);
            case Source.Params<?> params -> {
                if (params.dag() != dag) {
                    problems.add(
                            ProblemCode.BAD_INPUT,
                            task,
                            "it reads the params of "
                                    + (params.dag().id().equals(dag.id())
                                            ? "another call of define()"
                                            : "dag '" + params.dag().id() + "'"),
                            "use what params(…) of this DAG returns, in a local variable of define()");
                }
            }
            case Source.Element<?> element -> {
                GroupDraft group = task.mappedGroup();
                boolean own = element.mapping() == task.mapping();
                if (!own && (group == null || element.mapping() != group.mapping())) {
                    problems.add(
                            ProblemCode.BAD_INPUT,
                            task,
                            "it reads the element of a mapped group that it does not lie in",
                            "make the task with the group that the mapping hands to its body");
                }
            }
            case Source.Entries<?> entries -> checkInput(task, entries.map(), rule);
            case Source.Gathered<?> gathered -> {} // each part may be missing, and the types are checked elsewhere
        }
    }

    private void checkResult(TaskDraft task, Source.Result<?> result, TriggerRule rule) {
        if (result.optional() || rule == TriggerRule.ALL_SUCCESS || InputTypes.isList(result.task(), task)) {
            return;
        }
        List<TaskDraft> setups = task.teardownOf();
        // A teardown runs when a setup succeeded: with one setup it is known which.
        if (setups != null && setups.size() == 1 && setups.contains(result.task())) {
            return;
        }
        problems.add(
                ProblemCode.INPUT_MAY_BE_MISSING,
                task,
                "it reads the result of '" + result.task().id() + "', and its trigger rule "
                        + rule.name().toLowerCase(Locale.ROOT) + " lets it start without",
                "write the input as optional() and take an Optional in the body");
    }
}
