package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.DueRuns;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Timetables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs that a schedule makes now. A run is made when no rule holds it back; who asks why none is made gets what
 * every rule says. Runs that updates of assets call for are decided by {@link RunsByAssets}; that a run that is made
 * also starts, by {@link dev.rondo.core.runstart.RunStart}.
 */
public final class RunsBySchedule {

    // What a person has to mend comes first.
    private static final List<ScheduleRule> RULES = Stream.<ScheduleRule>concat(
                    DagRule.ALL.stream()
                            .map(rule -> look -> rule.check(look.facts().dag())),
                    Stream.of(
                            new NoScheduleRule(),
                            new StartDateRule(),
                            new EndDateRule(),
                            new StoredRunsRule(),
                            new NoFurtherRunRule(),
                            new OpenRunRule(),
                            new NextRunRule()))
            .toList();

    private RunsBySchedule() {}

    /**
     * What is to be made, and what is next.
     *
     * @param due to be made now, oldest first
     * @param next the run after them; null: no further one
     */
    public record Decision(List<RunInfo> due, @Nullable RunInfo next) {
        public Decision {
            due = List.copyOf(due);
        }
    }

    /**
     * Decides.
     *
     * @param limit how many runs at most, where every missed one is made up for
     */
    public static Decision decide(ScheduleFacts facts, Instant now, int limit) {
        Timetable timetable = timetable(facts);
        Look look = new Look(facts, timetable, DueRuns.of(facts.spec(), timetable, facts.last(), now, limit), now);
        DueRuns runs = look.runs();
        if (held(look).isEmpty()) {
            return new Decision(runs.due(), runs.next());
        }
        if (new OpenRunRule().check(look) instanceof Readiness.NotYet) {
            // Looked at again until it is over.
            return new Decision(List.of(), new RunInfo(now, new DataInterval(now, now), now.plusSeconds(1)));
        }
        // What is due now is made when nothing holds it back any more.
        return new Decision(List.of(), look.isDue() ? runs.due().getFirst() : runs.next());
    }

    /**
     * What every rule that holds the next run back has to say, and beside it which runs are never made; empty: a run is
     * made with the scheduler's next look.
     *
     * @param beforeLast data interval of the automated run before the last one; null: there is none
     */
    public static List<Readiness> explain(ScheduleFacts facts, @Nullable DataInterval beforeLast, Instant now) {
        Timetable timetable = timetable(facts);
        Look look = new Look(facts, timetable, DueRuns.glance(facts.spec(), timetable, facts.last(), now), now);
        List<Readiness> reasons = new ArrayList<>(held(look));
        if (!reasons.isEmpty()) {
            PassedOver.tell(look, beforeLast).ifPresent(reasons::add);
        }
        return List.copyOf(reasons);
    }

    private static Timetable timetable(ScheduleFacts facts) {
        return Timetables.of(facts.spec(), facts.stored());
    }

    private static List<Readiness> held(Look look) {
        List<Readiness> held = RULES.stream()
                .map(rule -> rule.check(look))
                .filter(answer -> !(answer instanceof Readiness.Ready))
                .toList();
        if (held.isEmpty() && !look.isDue()) {
            throw new IllegalStateException(
                    "no rule says why nothing of DAG '" + look.facts().dag().dagId() + "' is due: " + look.runs());
        }
        return held;
    }
}
