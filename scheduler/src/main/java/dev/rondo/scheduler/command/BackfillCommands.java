package dev.rondo.scheduler.command;

import dev.rondo.core.backfill.BackfillPlan;
import dev.rondo.core.backfill.BackfillRequest;
import dev.rondo.core.backfill.ExistingRun;
import dev.rondo.core.backfill.PlannedRun;
import dev.rondo.core.backfill.Reprocess;
import dev.rondo.core.backfill.TaskSubset;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunState;
import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.ControlStore.DagInForce;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.dagrun.BackfillStore.BackfillAt;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes, pauses and cancels backfills. What they do is part of the transaction that answers their command. */
final class BackfillCommands {

    private final ControlStore control;
    private final DagRunStore created;
    private final BackfillStore backfills;

    BackfillCommands(ControlStore control, DagRunStore created, BackfillStore backfills) {
        this.control = control;
        this.created = created;
        this.backfills = backfills;
    }

    CommandReply pause(Command.PauseBackfill c, Instant now) throws RefusedException {
        return done(c.backfillId(), backfills.pause(c.backfillId(), c.paused(), now));
    }

    CommandReply cancel(Command.CancelBackfill c, Instant now) throws RefusedException {
        return done(c.backfillId(), backfills.cancel(c.backfillId(), now));
    }

    /** The DAG of a backfill; none: there is no such backfill. */
    List<String> dagOf(long backfillId) {
        return backfills.find(backfillId).map(BackfillAt::dagId).stream().toList();
    }

    private CommandReply done(long backfillId, boolean done) throws RefusedException {
        if (!done) {
            throw backfills.find(backfillId).isEmpty()
                    ? BackfillRetries.unknown(backfillId)
                    : new RefusedException(
                            409,
                            "BACKFILL_OVER",
                            "backfill " + backfillId + " is over; what failed in it is done again by `rondo backfill "
                                    + "retry " + backfillId + "`");
        }
        return new CommandReply.Done();
    }

    /** Makes its new runs and chooses the existing ones, one statement each; the engine then takes these over. */
    CommandReply create(Command.CreateBackfill c, DagInForce dag, String actor, Instant now) throws RefusedException {
        if (c.maxActiveRuns() < 1) {
            throw new RefusedException(
                    422, "BAD_BACKFILL", "max active runs must be 1 or more, was " + c.maxActiveRuns());
        }
        Map<String, RunAt> byId = new HashMap<>();
        Graph graph = Graph.of(SpecJson.read(dag.graph()));
        TaskSubset.Chosen tasks = chosen(TaskSubset.of(graph, c.tasks(), c.upstream()));
        Timetable timetable = timetable(c, dag, graph.spec(), now);
        BackfillPlan.Situation situation = situation(c, graph, timetable, tasks, byId, now);
        if (c.dryRun()) {
            return new CommandReply.BackfillPlanned(0, listed(accepted(BackfillPlan.dryRun(situation), tasks)));
        }
        // A script asks for the next one as soon as it has seen the last run of the one before end.
        boolean ignored = backfills.finish(c.dagId(), now);
        List<PlannedRun> runs = accepted(BackfillPlan.of(situation, backfills.hasActive(c.dagId())), tasks);
        OptionalLong entered = backfills.add(backfill(c, tasks), now);
        if (entered.isEmpty()) {
            // Another one at the same moment; so it reads as if that had been there before.
            return new CommandReply.BackfillPlanned(0, listed(accepted(BackfillPlan.of(situation, true), tasks)));
        }
        long id = entered.getAsLong();
        Set<String> made = new HashSet<>();
        created.create(fresh(c, dag, tasks, runs, actor, now, id)).forEach(run -> made.add(run.runId()));
        Set<Long> chosen = backfills.choose(existing(runs, byId, id, c.latestVersion() ? dag.versionId() : null));
        byId.values().stream().filter(run -> chosen.contains(run.runNo())).forEach(run -> made.add(run.runId()));
        return new CommandReply.BackfillPlanned(id, listed(asItCame(runs, made)));
    }

    private BackfillPlan.Situation situation(
            Command.CreateBackfill c,
            Graph graph,
            Timetable timetable,
            TaskSubset.Chosen tasks,
            Map<String, RunAt> byId,
            Instant now) {
        Map<Instant, ExistingRun> existing = new HashMap<>();
        for (RunAt run : control.runsBetween(c.dagId(), c.from(), c.to(), BackfillPlan.MOST_RUNS)) {
            Instant date = run.logicalDate();
            if (date != null) {
                existing.put(date, new ExistingRun(run.runId(), date, RunState.ofWireName(run.state())));
                byId.put(run.runId(), run);
            }
        }
        return new BackfillPlan.Situation(
                new BackfillRequest(
                        c.from(), c.to(), Reprocess.valueOf(c.reprocess().toUpperCase(Locale.ROOT)), c.backwards()),
                timetable,
                tasks.dependsOnPast(graph),
                existing,
                now);
    }

    /** A timetable class is never asked here: the DAG processor has it tell. */
    private Timetable timetable(Command.CreateBackfill c, DagInForce dag, DagSpec spec, Instant now)
            throws RefusedException {
        if (!(spec.schedule().innermost() instanceof ScheduleSpec.Custom)
                || c.from().isAfter(c.to())) {
            return Timetables.of(spec);
        }
        ToldStretch told = control.tellOrAsk(c.dagId(), dag.versionId(), new Stretch(c.from(), c.to()), now)
                .orElseThrow(() -> new RefusedException(
                        503,
                        CommandReply.TIMETABLE_ASKED,
                        "the timetable class of dag '" + c.dagId() + "' is being asked by the DAG processor for the"
                                + " runs from " + c.from() + " to " + c.to()
                                + "; ask again in some seconds (does a DAG processor run, and can it read the file?)"));
        if (told.problem() != null) {
            throw new RefusedException(
                    422, "TIMETABLE_FAILED", "the timetable class cannot tell of the runs: " + told.problem());
        }
        if (!told.complete()) {
            throw new RefusedException(
                    422,
                    BackfillPlan.Refusal.TOO_MANY_RUNS.name(),
                    "the timetable class tells of more than " + told.runs().size() + " runs from " + c.from() + " to "
                            + c.to() + "; use a shorter range");
        }
        return Timetables.over(spec, told);
    }

    private static TaskSubset.Chosen chosen(TaskSubset subset) throws RefusedException {
        return switch (subset) {
            case TaskSubset.Unknown unknown -> throw new RefusedException(404, "TASK_NOT_FOUND", unknown.message());
            case TaskSubset.Chosen chosen -> chosen;
        };
    }

    /** New runs of some tasks are refused where they could only fail: better now than once for each of the dates. */
    private static List<PlannedRun> accepted(BackfillPlan plan, TaskSubset.Chosen tasks) throws RefusedException {
        List<PlannedRun> runs = accepted(plan);
        if (!tasks.missing().isEmpty() && runs.stream().anyMatch(PlannedRun.Created.class::isInstance)) {
            throw new RefusedException(
                    422,
                    "INPUT_LEFT_OUT",
                    String.join("; ", tasks.missing())
                            + ", which a new run of the chosen tasks alone does not have; choose that task too, or"
                            + " include upstream (--include-upstream)");
        }
        return runs;
    }

    private static List<PlannedRun> accepted(BackfillPlan plan) throws RefusedException {
        return switch (plan) {
            case BackfillPlan.Refused refused ->
                throw new RefusedException(
                        refused.refusal() == BackfillPlan.Refusal.ALREADY_RUNNING ? 409 : 422,
                        refused.refusal().name(),
                        refused.message());
            case BackfillPlan.Accepted accepted -> accepted.runs();
        };
    }

    private static NewBackfill backfill(Command.CreateBackfill c, TaskSubset.Chosen tasks) {
        return new NewBackfill(
                c.dagId(),
                c.from(),
                c.to(),
                c.reprocess(),
                c.backwards(),
                c.maxActiveRuns(),
                conf(c),
                c.triggeredBy(),
                tasks.tasks());
    }

    private static String conf(Command.CreateBackfill c) {
        return c.conf() == null ? "{}" : c.conf();
    }

    private static List<NewRun> fresh(
            Command.CreateBackfill c,
            DagInForce dag,
            TaskSubset.Chosen tasks,
            List<PlannedRun> runs,
            String actor,
            Instant now,
            long id) {
        List<NewRun> fresh = new ArrayList<>();
        for (PlannedRun planned : runs) {
            if (planned instanceof PlannedRun.Created created) {
                fresh.add(new NewRun(
                        c.dagId(),
                        dag.versionId(),
                        created.runId(),
                        created.run().logicalDate(),
                        created.run().interval().start(),
                        created.run().interval().end(),
                        created.run().runAfter(),
                        RunType.BACKFILL,
                        conf(c),
                        now,
                        "backfill",
                        actor,
                        null,
                        id,
                        created.ordinal(),
                        tasks.tasks()));
            }
        }
        return fresh;
    }

    private static List<BackfillStore.TakeOver> existing(
            List<PlannedRun> runs, Map<String, RunAt> byId, long backfillId, @Nullable Long versionId) {
        List<BackfillStore.TakeOver> existing = new ArrayList<>();
        for (PlannedRun planned : runs) {
            if (planned instanceof PlannedRun.Cleared cleared) {
                RunAt run = Objects.requireNonNull(byId.get(cleared.run().runId()));
                existing.add(new BackfillStore.TakeOver(run.runNo(), backfillId, cleared.ordinal(), versionId));
            }
        }
        return existing;
    }

    /** What became of the plan: a run that another made, cleared or deleted meanwhile is left to that one. */
    private static List<PlannedRun> asItCame(List<PlannedRun> runs, Set<String> made) {
        return runs.stream()
                .<PlannedRun>map(planned -> switch (planned) {
                    case PlannedRun.Created created
                    when !made.contains(created.runId()) ->
                        new PlannedRun.NotCreated(
                                created.ordinal(),
                                new ExistingRun(created.runId(), created.logicalDate(), RunState.QUEUED),
                                PlannedRun.Reason.ALREADY_EXISTS);
                    case PlannedRun.Cleared cleared
                    when !made.contains(cleared.run().runId()) ->
                        new PlannedRun.NotCreated(cleared.ordinal(), cleared.run(), PlannedRun.Reason.IN_FLIGHT);
                    case PlannedRun.Created created -> created;
                    case PlannedRun.Cleared cleared -> cleared;
                    case PlannedRun.NotCreated not -> not;
                })
                .toList();
    }

    private static List<CommandReply.BackfillPlanned.Planned> listed(List<PlannedRun> runs) {
        return runs.stream().map(BackfillCommands::listed).toList();
    }

    private static CommandReply.BackfillPlanned.Planned listed(PlannedRun run) {
        return switch (run) {
            case PlannedRun.Created created ->
                new CommandReply.BackfillPlanned.Planned(
                        created.logicalDate(), created.run().runAfter(), "created", null);
            case PlannedRun.Cleared cleared ->
                new CommandReply.BackfillPlanned.Planned(cleared.logicalDate(), cleared.logicalDate(), "cleared", null);
            case PlannedRun.NotCreated not ->
                new CommandReply.BackfillPlanned.Planned(
                        not.logicalDate(),
                        not.logicalDate(),
                        "not_created",
                        not.reason().wireName());
        };
    }
}
