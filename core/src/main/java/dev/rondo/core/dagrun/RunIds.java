package dev.rondo.core.dagrun;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts that name a run within its DAG: {@code scheduled__2024-05-02T00:00:00+00:00}, which is its type and the
 * moment from which it may start.
 */
public final class RunIds {

    private static final String SEPARATOR = "__";

    /** What an id given by a user may consist of; as Airflow's default, so that ids fit into paths and labels. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.~:+-]+");

    /** Airflow's column holds no more. */
    private static final int LONGEST = 250;

    private static final String SUFFIX_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int SUFFIX_LENGTH = 8;

    private static final DateTimeFormatter TO_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** Six digits, and only where there is a fraction. */
    private static final DateTimeFormatter TO_MICROS = new DateTimeFormatterBuilder()
            .append(TO_SECONDS)
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

    private RunIds() {}

    /** The id of a run that may start at {@code runAfter}, written in UTC. */
    public static String of(RunType type, Instant runAfter) {
        return of(type, runAfter.atOffset(ZoneOffset.UTC));
    }

    /** The same, with the moment in its own offset. Digits beyond microseconds are left out. */
    public static String of(RunType type, OffsetDateTime runAfter) {
        DateTimeFormatter clock = runAfter.get(ChronoField.MICRO_OF_SECOND) == 0 ? TO_SECONDS : TO_MICROS;
        return type.wireName() + SEPARATOR + clock.format(runAfter) + OFFSET.format(runAfter);
    }

    /**
     * An id that no other run has, for runs without a logical date: several may start at the same moment.
     *
     * @param random source of the eight letters and digits at its end
     */
    public static String unique(RunType type, OffsetDateTime runAfter, RandomGenerator random) {
        StringBuilder id = new StringBuilder(of(type, runAfter)).append('_');
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            id.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return id.toString();
    }

    /** The type that the beginning of an id stands for; {@link RunType#MANUAL} for any other text. */
    public static RunType typeOf(String runId) {
        return Stream.of(RunType.values())
                .filter(type -> runId.startsWith(type.wireName() + SEPARATOR))
                .findFirst()
                .orElse(RunType.MANUAL);
    }

    /**
     * What is wrong with an id that a user chose for a manual run.
     *
     * @return a sentence with the mend; empty = nothing
     */
    public static Optional<String> problemOf(String runId) {
        if (runId.length() > LONGEST) {
            return Optional.of("run id has " + runId.length() + " characters; use at most " + LONGEST);
        }
        if (!ALLOWED.matcher(runId).matches()) {
            return Optional.of("run id '" + runId + "' may only consist of letters, digits and _ . ~ : + -");
        }
        RunType type = typeOf(runId);
        return type == RunType.MANUAL
                ? Optional.empty()
                : Optional.of("run id '" + runId + "' begins like those of " + type.wireName()
                        + " runs; begin it with another word, or leave it out");
    }
}
