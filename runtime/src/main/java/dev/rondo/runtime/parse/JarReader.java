package dev.rondo.runtime.parse;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import dev.rondo.runtime.jar.DagJar;
import dev.rondo.runtime.load.DagClass;
import dev.rondo.runtime.load.NoConstructorException;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.build.CronCheck;
import dev.rondo.sdk.spec.DagSpec;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads every DAG of a jar. {@code define()} is run twice and must give the same graph: the worker runs it again, on
 * another machine and another day, and must find the tasks that were planned.
 */
final class JarReader {

    private final DagJar jar;
    private final CronCheck crons;
    private final DefaultArgs environment;
    private final AskedFrom askedFrom;
    private final Whereabouts whereabouts;

    /**
     * Reads this jar.
     *
     * @param environment default arguments of the installation: they hold where neither DAG, group nor task says more
     * @param askedFrom from when on timetable classes are asked
     * @param whereabouts is told which class comes next
     */
    JarReader(DagJar jar, CronCheck crons, DefaultArgs environment, AskedFrom askedFrom, Whereabouts whereabouts) {
        this.jar = jar;
        this.crons = crons;
        this.environment = environment;
        this.askedFrom = askedFrom;
        this.whereabouts = whereabouts;
    }

    /**
     * Every DAG of the jar, or why it cannot be used. Throws nothing else for what user code does.
     *
     * @throws OutOfMemoryError when the heap is full: nothing is sure to work any more
     */
    ParseResult read() {
        List<String> names = jar.dagClasses().loadable();
        if (names.isEmpty()) {
            return noDagClass();
        }
        Map<String, ParseResult.ParsedDag> dags = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            whereabouts.begins(name);
            try {
                readClass(DagClass.load(name, jar.loader()), dags, problems);
            } catch (DagInvalidException e) {
                problems.addAll(e.problems());
            } catch (RefusedException e) {
                return new ParseResult.Refused(e.failure);
            } catch (OutOfMemoryError e) {
                if (Thrown.isHeapFull(e)) {
                    throw e;
                }
                return threw(name, e);
            } catch (Throwable e) { // user code may throw anything, and the person who dropped the file is to see it
                return threw(name, e);
            }
        }
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        return dags.isEmpty()
                ? refused("NO_DAG", "the DAG families of this file define no DAG", null)
                : new ParseResult.Parsed(List.copyOf(dags.values()));
    }

    private ParseResult noDagClass() {
        List<String> hidden = jar.dagClasses().notPublic();
        if (jar.dagClasses().newestJava() > Runtime.version().feature()) {
            return refused(
                    "CLASS_TOO_NEW",
                    "this file was compiled for Java " + jar.dagClasses().newestJava() + ", and Rondo runs on Java "
                            + Runtime.version().feature() + "; compile it with --release "
                            + Runtime.version().feature(),
                    null);
        }
        String message = hidden.isEmpty()
                ? "this file has no DAG class: a public class that implements dev.rondo.sdk.DagDefinition or DagFamily and has"
                        + " a public constructor without arguments. A library that tasks need goes into the jar of the"
                        + " DAG, or into its lib folder"
                : "class " + String.join(", ", hidden) + " defines DAGs but is not public; make it public";
        return refused("NO_DAG_CLASS", message, null);
    }

    private void readClass(DagClass type, Map<String, ParseResult.ParsedDag> dags, List<Problem> problems)
            throws Exception {
        List<Dag> first = type.define();
        List<Dag> second = type.define();
        if (first.size() != second.size()) {
            throw notRepeatable(
                    type.name(), "the first time it gave " + first.size() + " DAGs, the second time " + second.size());
        }
        for (int i = 0; i < first.size(); i++) {
            DagSpecs.Checked checked = check(first.get(i), type.name());
            problems.addAll(checked.errors());
            if (checked.spec().isEmpty()) {
                continue;
            }
            DagSpec spec = checked.spec().get();
            String graph = SpecJson.write(spec);
            DagSpecs.Checked repeated = check(second.get(i), type.name());
            if (repeated.spec().isEmpty()) {
                throw notRepeatable(
                        type.name(),
                        "dag '" + spec.dagId() + "' was right the first time, and the second time "
                                + repeated.errors().getFirst());
            }
            String again = SpecJson.write(repeated.spec().get());
            if (!graph.equals(again)) {
                throw notRepeatable(type.name(), "dag '" + spec.dagId() + "' differed: " + difference(graph, again));
            }
            Timetables.Stored stored = stored(type.name(), spec, first.get(i));
            ScheduleCheck.problem(spec, stored, askedFrom.now()).ifPresent(problems::add);
            ParseResult.ParsedDag before = dags.put(
                    spec.dagId(),
                    new ParseResult.ParsedDag(
                            spec.dagId(),
                            type.name(),
                            graph,
                            SpecJson.hash(graph),
                            found(checked.warnings()),
                            stored,
                            told(spec, first.get(i))));
            if (before != null) {
                throw new RefusedException(failure(
                        "DUPLICATE_DAG_ID",
                        "dag '" + spec.dagId() + "' is defined twice in this file, by " + before.dagClass() + " and by "
                                + type.name() + "; give one of them another id",
                        type.name()));
            }
        }
    }

    private Timetables.Stored stored(String className, DagSpec spec, Dag dag) throws RefusedException {
        CustomTimetable timetable = DagSpecs.customTimetable(dag).orElse(null);
        if (timetable == null) {
            return Timetables.Stored.NOTHING;
        }
        try {
            return RunsAhead.ask(timetable, spec, askedFrom.lastRuns().get(spec.dagId()), askedFrom.now());
        } catch (RunsAhead.UnusableAnswerException e) {
            Throwable cause = e.getCause();
            String asked = timetable.getClass().getName();
            throw new RefusedException(new ParseResult.Failure(
                    "TIMETABLE_FAILED",
                    "the timetable of dag '" + spec.dagId() + "' cannot be used: " + e.getMessage(),
                    className,
                    cause == null ? 0 : Thrown.lineOf(asked, cause.getStackTrace()),
                    cause == null ? "" : Thrown.stack(cause),
                    List.of()));
        }
    }

    /** What it cannot tell is the business of whoever asked; the DAG is right without. */
    private @Nullable ToldStretch told(DagSpec spec, Dag dag) {
        CustomTimetable timetable = DagSpecs.customTimetable(dag).orElse(null);
        Stretch stretch = askedFrom.stretches().get(spec.dagId());
        if (timetable == null || stretch == null) {
            return null;
        }
        try {
            return RunsAhead.of(timetable, ZoneId.of(spec.timezone()), stretch);
        } catch (RunsAhead.UnusableAnswerException e) {
            return new ToldStretch(
                    stretch,
                    List.of(),
                    false,
                    ParseResult.Failure.shown(String.valueOf(e.getMessage()), ParseResult.Failure.MAX_TEXT));
        }
    }

    private DagSpecs.Checked check(Dag dag, String className) {
        return DagSpecs.check(dag, className, environment, crons, new ICalHolidays(jar.loader()));
    }

    private static String difference(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        int from = Math.max(0, i - 40);
        return "'…" + one.substring(from, Math.min(one.length(), i + 40)) + "…' and '…"
                + other.substring(from, Math.min(other.length(), i + 40)) + "…'";
    }

    private static RefusedException notRepeatable(String className, String what) {
        return new RefusedException(failure(
                "DEFINE_NOT_REPEATABLE",
                "define() of " + className + " must give the same graph each time; " + what
                        + ". Take out what changes: the clock, chance, the order of a HashMap, files, the network",
                className));
    }

    private ParseResult threw(String className, Throwable thrown) {
        Throwable cause =
                thrown instanceof ExceptionInInitializerError e && e.getCause() != null ? e.getCause() : thrown;
        String where = thrown instanceof ExceptionInInitializerError ? "a static initialiser" : "define()";
        String code = "DEFINE_FAILED";
        String mend = "";
        if (thrown instanceof NoConstructorException) {
            return refused("NO_CONSTRUCTOR", String.valueOf(thrown.getMessage()), className);
        }
        if (thrown instanceof UnsupportedClassVersionError) {
            code = "CLASS_TOO_NEW";
            mend = "; Rondo runs on Java " + Runtime.version().feature() + ": compile with --release "
                    + Runtime.version().feature();
        } else if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
            code = "CLASS_MISSING";
            mend = "; put the library that has this class into the jar (shaded, or as lib/*.jar in it)";
        }
        return new ParseResult.Refused(new ParseResult.Failure(
                code,
                where + " of " + className + " threw " + Thrown.text(cause) + mend,
                className,
                Thrown.lineOf(className, cause.getStackTrace()),
                Thrown.stack(cause),
                List.of()));
    }

    private static ParseResult invalid(List<Problem> problems) {
        String message = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return new ParseResult.Refused(new ParseResult.Failure(
                "DAG_INVALID", message, null, lineOf(problems.getFirst().where()), "", found(problems)));
    }

    private static List<ParseResult.Found> found(List<Problem> problems) {
        return problems.stream()
                .map(p -> new ParseResult.Found(
                        p.code().name(), p.dagId(), p.taskId(), p.where(), p.message() + "; " + p.mend()))
                .toList();
    }

    // "Census.java:31"
    private static int lineOf(@Nullable String where) {
        if (where == null || where.lastIndexOf(':') < 0) {
            return 0;
        }
        String line = where.substring(where.lastIndexOf(':') + 1);
        return line.chars().allMatch(Character::isDigit) && !line.isEmpty() ? Integer.parseInt(line) : 0;
    }

    private static ParseResult refused(String code, String message, @Nullable String dagClass) {
        return new ParseResult.Refused(failure(code, message, dagClass));
    }

    private static ParseResult.Failure failure(String code, String message, @Nullable String dagClass) {
        return new ParseResult.Failure(code, message, dagClass, 0, "", List.of());
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ParseResult.Failure failure;

        RefusedException(ParseResult.Failure failure) {
            super(failure.message());
            this.failure = failure;
        }
    }
}
