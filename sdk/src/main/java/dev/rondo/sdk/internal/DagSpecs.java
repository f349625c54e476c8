package dev.rondo.sdk.internal;

import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.internal.build.CronCheck;
import dev.rondo.sdk.internal.build.HolidayFiles;
import dev.rondo.sdk.internal.build.SpecBuilder;
import dev.rondo.sdk.internal.define.DagHandle;
import dev.rondo.sdk.internal.define.DefaultArgsValue;
import dev.rondo.sdk.spec.DagSpec;
import java.util.List;
import java.util.Optional;

/** From a DAG that was defined to its graph. */
public final class DagSpecs {

    private DagSpecs() {}

    /**
     * What came of a DAG.
     *
     * @param spec the graph; empty when something is wrong
     * @param problems errors and warnings
     */
    public record Checked(Optional<DagSpec> spec, List<Problem> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }

        /** The problems that keep the DAG from being loaded. */
        public List<Problem> errors() {
            return problems.stream().filter(p -> !p.code().isWarning()).toList();
        }

        /** The problems that its author should know of. */
        public List<Problem> warnings() {
            return problems.stream().filter(p -> p.code().isWarning()).toList();
        }
    }

    /** The same where there is no jar, so that no holiday file can be read. */
    public static Checked check(Dag dag, String dagClass, DefaultArgs environment, CronCheck crons) {
        return check(dag, dagClass, environment, crons, HolidayFiles.none());
    }

    /**
     * Builds the graph and reports everything that is wrong with it.
     *
     * @param dagClass name of the class whose {@code define()} made the DAG
     * @param environment options of the installation, for what nobody else says
     * @param crons reads cron expressions as the scheduler will; {@link CronCheck#ofForm} where there is none
     * @param holidays reads the holiday files of calendars
     */
    public static Checked check(
            Dag dag, String dagClass, DefaultArgs environment, CronCheck crons, HolidayFiles holidays) {
        var builder = new SpecBuilder(DagHandle.draftOf(dag), DefaultArgsValue.optionsOf(environment), crons, holidays);
        Optional<DagSpec> spec = builder.build(dagClass);
        return new Checked(spec, builder.problems().all());
    }

    /** The rule of its own that makes the runs of a DAG; empty: another one does. */
    public static Optional<CustomTimetable> customTimetable(Dag dag) {
        return DagHandle.draftOf(dag).settings().schedule().customTimetable();
    }

    /**
     * The graph, with nothing said by the installation and cron expressions looked at by their form.
     *
     * @throws DagInvalidException when something is wrong, with everything that is
     */
    public static DagSpec of(Dag dag, String dagClass) {
        Checked checked = check(dag, dagClass, DefaultArgs.create(), CronCheck.ofForm());
        return checked.spec().orElseThrow(() -> new DagInvalidException(checked.errors()));
    }
}
