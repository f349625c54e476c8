package dev.rondo.runtime.parse;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a parser found in a jar. */
public sealed interface ParseResult {

    /** Every DAG class was read; at least one DAG. */
    record Parsed(List<ParsedDag> dags) implements ParseResult {

        /** The same, where timetable classes could not tell of what they were asked for. */
        public Parsed unableToTell(Map<String, Stretch> stretches, String problem) {
            return new Parsed(dags.stream()
                    .map(dag -> {
                        Stretch stretch = stretches.get(dag.dagId());
                        return stretch == null ? dag : dag.telling(new ToldStretch(stretch, List.of(), false, problem));
                    })
                    .toList());
        }
    }

    /** The jar cannot be used; nothing of it takes effect. */
    record Refused(Failure failure) implements ParseResult {}

    /**
     * One DAG of the jar.
     *
     * @param graph canonical JSON of its {@link dev.rondo.sdk.spec.DagSpec}
     * @param graphHash SHA-256 of that text
     * @param warnings what the author should know and may ignore
     * @param stored what its timetable class told of; nothing where it has none
     * @param told what it told of the stretch that it was asked for; null: none was, or it has no timetable class
     */
    record ParsedDag(
            String dagId,
            String dagClass,
            String graph,
            String graphHash,
            List<Found> warnings,
            Timetables.Stored stored,
            @Nullable ToldStretch told) {

        public ParsedDag {
            warnings = Found.atMost(warnings);
        }

        private ParsedDag telling(ToldStretch other) {
            return new ParsedDag(dagId, dagClass, graph, graphHash, warnings, stored, other);
        }
    }

    /**
     * Why a jar cannot be used.
     *
     * @param code stable, such as {@code DEFINE_FAILED}; {@code DAG_INVALID} when there are {@code problems}
     * @param message what, where and how to mend it
     * @param dagClass the class at fault; null: none in particular
     * @param line line of the {@code .java} file at fault; 0: not known
     * @param stack the stack of an exception; empty: none
     * @param problems every problem of the DAGs, when they were read but are wrong
     */
    record Failure(
            String code, String message, @Nullable String dagClass, int line, String stack, List<Found> problems) {

        /** Longest text of a message or stack, in characters: what user code says may be of any length. */
        public static final int MAX_TEXT = 64 * 1024;

        /** Most problems that are kept one by one. */
        public static final int MAX_PROBLEMS = 1_000;

        public Failure {
            message = shown(message, MAX_TEXT);
            stack = shown(stack, MAX_TEXT);
            problems = Found.atMost(problems);
        }

        // PostgreSQL keeps no text with the character 0.
        static String shown(String text, int max) {
            String kept = text.length() <= max
                    ? text
                    : text.substring(0, max) + "\n… and " + (text.length() - max) + " more characters";
            return kept.replace('\0', '\uFFFD');
        }
    }

    /** One problem of a DAG. */
    record Found(
            String code,
            String dagId,
            @Nullable String taskId,
            @Nullable String where,
            String message) {

        private static final int MAX_TEXT = 4 * 1024;

        public Found {
            message = Failure.shown(message, MAX_TEXT);
        }

        private static List<Found> atMost(List<Found> found) {
            return List.copyOf(found.subList(0, Math.min(found.size(), Failure.MAX_PROBLEMS)));
        }
    }
}
