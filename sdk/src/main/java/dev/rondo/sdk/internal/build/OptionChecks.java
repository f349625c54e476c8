package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.Option;
import dev.rondo.sdk.internal.define.OptionSet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what one place says about options, once for the place and not for every task that inherits it. */
public final class OptionChecks {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MAX_RETRIES = 1_000;
    private static final int MAX_SLOTS = 1_000_000;
    private static final int MAX_FACTOR = 100;
    private static final int MAX_NAME = 250;

    private final ZoneId zone;

    /**
     * An option with a wrong value.
     *
     * @param message the option and its value
     * @param mend how to mend it
     */
    public record Wrong(Option option, String message, String mend) {}

    /** Reads dates in the zone. */
    public OptionChecks(ZoneId zone) {
        this.zone = zone;
    }

    /** What is wrong with the options of a place. */
    public List<Wrong> check(OptionSet options) {
        List<Wrong> found = new ArrayList<>();
        for (Map.Entry<Option, Object> said : options.entries()) {
            String mend = wrong(said.getKey(), said.getValue());
            if (mend != null) {
                found.add(new Wrong(said.getKey(), said.getKey().wireName() + " is " + said.getValue(), mend));
            }
        }
        return found;
    }

    /** Reports what is wrong for a task or group; null: the DAG. */
    void check(OptionSet options, @Nullable String id, String where, Problems problems) {
        for (Wrong wrong : check(options)) {
            boolean date = wrong.option() == Option.START_DATE || wrong.option() == Option.END_DATE;
            problems.add(
                    date ? ProblemCode.BAD_DATE : ProblemCode.BAD_OPTION, id, where, wrong.message(), wrong.mend());
        }
    }

    /** How to mend the value; null: it is right. */
    private @Nullable String wrong(Option option, Object value) {
        return switch (option) {
            case RETRIES -> between((int) value, 0, MAX_RETRIES);
            case RETRY_DELAY -> between((Duration) value, Duration.ZERO, MONTH);
            case RETRY_BACKOFF -> (double) value >= 0 && (double) value <= MAX_FACTOR ? null : range(0, MAX_FACTOR);
            case MAX_RETRY_DELAY, EXECUTION_TIMEOUT -> between((Duration) value, SECOND, MONTH);
            case POOL_SLOTS -> between((int) value, 1, MAX_SLOTS);
            case MAX_ACTIVE_PER_DAG, MAX_ACTIVE_PER_RUN -> between((int) value, 1, Integer.MAX_VALUE);
            case POOL, QUEUE -> name((String) value);
            case START_DATE, END_DATE -> date((String) value);
            case MEMORY -> Heap.parse((String) value).isPresent() ? null : "write a size from 16m to 64t, such as 512m";
            case JVM_OPTIONS -> jvmOptions((List<?>) value);
            case EMAIL ->
                ((List<?>) value).stream().allMatch(a -> a.toString().indexOf('@') > 0)
                        ? null
                        : "write addresses such as team@example.com, one argument each";
            case DEPENDS_ON_PAST,
                    IGNORE_FIRST_DEPENDS_ON_PAST,
                    WAIT_FOR_DOWNSTREAM,
                    TRIGGER_RULE,
                    PRIORITY_WEIGHT,
                    WEIGHT_RULE,
                    ISOLATION,
                    OWNER,
                    DOC,
                    EMAIL_ON_FAILURE,
                    EMAIL_ON_RETRY,
                    ON_SUCCESS,
                    ON_FAILURE,
                    ON_RETRY,
                    ON_SKIPPED,
                    ON_EXECUTE -> null;
        };
    }

    private static @Nullable String jvmOptions(List<?> options) {
        for (Object option : options) {
            String text = option.toString();
            if (!text.startsWith("-")) {
                return "'" + text + "' is no JVM option; each is an argument of its own and begins with '-'";
            }
            if (text.startsWith("-Xmx") || text.startsWith("-XX:MaxHeapSize")) {
                return "say the heap with memory(\"4g\") in place of " + text + ", so that workers can plan for it";
            }
        }
        return null;
    }

    private @Nullable String date(String text) {
        try {
            Dates.parse(text, zone);
            return null;
        } catch (DateTimeException e) {
            return dateForm();
        }
    }

    static String dateForm() {
        return "write a date that exists, such as 2026-01-31, 2026-01-31T06:00 or 2026-01-31T06:00+01:00";
    }

    private static @Nullable String name(String value) {
        return value.isBlank() || value.length() > MAX_NAME ? "give a name of 1 to " + MAX_NAME + " characters" : null;
    }

    private static @Nullable String between(int value, int min, int max) {
        return value >= min && value <= max ? null : range(min, max);
    }

    static @Nullable String between(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0
                ? null
                : "it must be between " + min + " and " + max;
    }

    private static String range(int min, int max) {
        return max == Integer.MAX_VALUE
                ? "it must be " + min + " or more"
                : "it must be between " + min + " and " + max;
    }
}
