package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.DagSettings;
import dev.rondo.sdk.internal.define.Option;
import dev.rondo.sdk.internal.text.Nearest;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what is said of a DAG as a whole. */
final class SettingChecks {

    private static final int DEFAULT_MAX_ACTIVE_RUNS = 16;
    private static final int MAX_TAG = 100;

    private final DagDraft dag;
    private final DagSettings settings;
    private final Problems problems;

    /** The settings that need more than copying. */
    record Checked(
            ZoneId zone,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            int maxActiveRuns) {}

    SettingChecks(DagDraft dag, Problems problems) {
        this.dag = dag;
        this.settings = dag.settings();
        this.problems = problems;
    }

    /** Reports what is wrong and answers with what is right. */
    Checked check(CronCheck crons) {
        ZoneId zone = zone();
        Instant start = date(settings.startDate(), Option.START_DATE, zone);
        Instant end = date(settings.endDate(), Option.END_DATE, zone);
        if (start != null && end != null && end.isBefore(start)) {
            problems.add(
                    ProblemCode.BAD_DATE,
                    "the end date " + end + " is before the start date " + start,
                    "swap them, or leave the end date out");
        }
        checkSchedule(crons);
        checkCatchup(start);
        int runs = maxActiveRuns();
        atLeastOne("maxActiveTasks", settings.maxActiveTasks());
        Duration timeout = settings.dagrunTimeout();
        if (timeout != null && timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add(ProblemCode.BAD_OPTION, "dagrunTimeout is " + timeout, "it must be 1 s or more");
        }
        for (String tag : settings.tags()) {
            if (tag.isBlank() || tag.length() > MAX_TAG) {
                problems.add(
                        ProblemCode.BAD_OPTION,
                        "the tag '" + tag + "' has " + tag.length() + " characters",
                        "give tags of 1 to " + MAX_TAG + " characters");
            }
        }
        return new Checked(zone, start, end, runs);
    }

    private ZoneId zone() {
        String id = settings.timezone();
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            problems.add(
                    ProblemCode.BAD_TIMEZONE,
                    "the zone '" + id + "' is unknown",
                    Nearest.hint(id, ZoneId.getAvailableZoneIds(), "write an id such as Europe/Berlin or UTC"));
            return ZoneOffset.UTC;
        }
    }

    /** The DAG's own, else that of its default arguments, as in Airflow. */
    private @Nullable Instant date(@Nullable String own, Option option, ZoneId zone) {
        String text = own;
        if (text == null && dag.defaultArgs().get(option) instanceof String inherited) {
            text = inherited;
        }
        try {
            return text == null ? null : Dates.parse(text, zone);
        } catch (DateTimeException e) {
            if (own != null) {
                problems.add(ProblemCode.BAD_DATE, option.wireName() + " is '" + text + "'", OptionChecks.dateForm());
            }
            return null;
        }
    }

    private void checkSchedule(CronCheck crons) {
        List<String> texts = switch (settings.schedule().spec().innermost()) {
            case ScheduleSpec.CronTrigger cron -> cron.crons();
            case ScheduleSpec.CronDataInterval cron -> List.of(cron.cron());
            default -> List.of();
        };
        for (String text : texts) {
            crons.problem(text)
                    .ifPresent(wrong -> problems.add(
                            ProblemCode.BAD_CRON,
                            "the cron expression '" + text + "' cannot be read: " + wrong,
                            "write minute, hour, day of month, month and day of week, such as '0 6 * * 1-5', or a"
                                    + " preset such as @daily"));
        }
    }

    private void checkCatchup(@Nullable Instant start) {
        if (settings.catchup() < 0) {
            problems.add(ProblemCode.BAD_OPTION, "catchupLast is less than 1", "it must be 1 or more");
        }
        boolean written = settings.startDate() != null || dag.defaultArgs().get(Option.START_DATE) != null;
        if (settings.catchup() != 0 && start == null && !written) {
            problems.add(
                    ProblemCode.NO_START_DATE_WITH_CATCHUP,
                    "catchup is on, and there is no start date to catch up from",
                    "add .startDate(\"2026-01-01\"), or take catchup out");
        }
    }

    /** One run at a time is what continuous means; any other number, if said, is a mistake. */
    private int maxActiveRuns() {
        Integer said = settings.maxActiveRuns();
        boolean continuous = settings.schedule().spec() instanceof ScheduleSpec.Continuous;
        if (said == null) {
            return continuous ? 1 : DEFAULT_MAX_ACTIVE_RUNS;
        }
        atLeastOne("maxActiveRuns", said);
        if (continuous && said > 1) {
            problems.add(
                    ProblemCode.BAD_OPTION,
                    "maxActiveRuns is " + said + " with a continuous schedule, which has one run at a time",
                    "take maxActiveRuns out");
        }
        return said;
    }

    private void atLeastOne(String name, int value) {
        if (value < 1) {
            problems.add(ProblemCode.BAD_OPTION, name + " is " + value, "it must be 1 or more");
        }
    }
}
