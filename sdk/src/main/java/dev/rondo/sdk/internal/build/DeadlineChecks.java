package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.DeadlineDraft;
import dev.rondo.sdk.internal.define.SaidDeadline;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.DeadlineSpec.By;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks deadlines, and reads their texts. */
final class DeadlineChecks {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MAX_RUNS = 1_000;
    private static final int LONGEST_TIME = "06:00:00".length();

    private final DagDraft dag;
    private final ZoneId zone;
    private final Problems problems;

    DeadlineChecks(DagDraft dag, ZoneId zone, Problems problems) {
        this.dag = dag;
        this.zone = zone;
        this.problems = problems;
    }

    private record Place(@Nullable String taskId, String name) {}

    /** The deadlines in order of definition; those in which something is wrong are reported and left out. */
    List<DeadlineSpec> check(CaptureChecks captures) {
        List<DeadlineSpec> specs = new ArrayList<>();
        Set<Place> seen = new HashSet<>();
        for (DeadlineDraft deadline : dag.deadlines()) {
            if (!DeadlineSpec.mayBeName(deadline.name())) {
                wrong(
                        deadline,
                        "has a name that cannot be one",
                        "use letters, digits, dots, dashes and underscores, 100 at most");
            } else if (!seen.add(new Place(deadline.taskId(), deadline.name()))) {
                wrong(deadline, "is there twice", "give each deadline of a DAG or task a name of its own");
            }
            if (deadline.missed() != null) {
                captures.check(
                        deadline.missed(),
                        "the callback of deadline '" + deadline.name() + "'",
                        deadline.taskId(),
                        deadline.where());
            }
            By by = by(deadline);
            if (by != null) {
                specs.add(new DeadlineSpec(deadline.name(), deadline.taskId(), by, deadline.missed() != null));
            }
        }
        return specs;
    }

    private @Nullable By by(DeadlineDraft deadline) {
        return switch (deadline.by()) {
            case SaidDeadline.AfterQueued said ->
                isBetween(deadline, said.interval(), SHORTEST) ? new By.AfterQueued(said.interval()) : null;
            case SaidDeadline.AfterLogicalDate said ->
                isBetween(deadline, said.interval(), Duration.ZERO) ? new By.AfterLogicalDate(said.interval()) : null;
            case SaidDeadline.At said -> at(deadline, said.text());
            case SaidDeadline.Usual said -> usual(deadline, said);
        };
    }

    private @Nullable By at(DeadlineDraft deadline, String text) {
        String stripped = text.strip();
        try {
            if (stripped.length() <= LONGEST_TIME && stripped.contains(":")) {
                return new By.AtTime(LocalTime.parse(stripped));
            }
            Instant moment = Dates.parse(stripped, zone);
            return new By.At(moment);
        } catch (DateTimeException e) {
            wrong(
                    deadline,
                    "is at '" + text + "'",
                    "write a time of day such as 06:00, or a moment such as 2026-01-31T06:00");
            return null;
        }
    }

    private @Nullable By usual(DeadlineDraft deadline, SaidDeadline.Usual said) {
        boolean right = isBetween(deadline, said.extra(), Duration.ZERO);
        if (said.last() < 1 || said.last() > MAX_RUNS) {
            wrong(deadline, "looks at the last " + said.last() + " runs", "it must be 1 to " + MAX_RUNS);
            right = false;
        } else if (said.atLeast() < 1 || said.atLeast() > said.last()) {
            wrong(
                    deadline,
                    "needs at least " + said.atLeast() + " runs and looks at " + said.last(),
                    "it must need 1 to " + said.last());
            right = false;
        }
        Double part = said.percentile();
        if (part != null && !(part > 0 && part <= 1)) {
            wrong(deadline, "has the percentile " + part, "it must be above 0 and at most 1, such as 0.95");
            right = false;
        }
        return right ? new By.Usual(said.last(), said.atLeast(), part, said.extra()) : null;
    }

    private boolean isBetween(DeadlineDraft deadline, Duration interval, Duration min) {
        String mend = OptionChecks.between(Objects.requireNonNull(interval), min, LONGEST);
        if (mend != null) {
            wrong(deadline, "has the span " + interval, mend);
        }
        return mend == null;
    }

    private void wrong(DeadlineDraft deadline, String what, String mend) {
        problems.add(
                ProblemCode.BAD_DEADLINE,
                deadline.taskId(),
                deadline.where(),
                "the deadline '" + deadline.name() + "' " + what,
                mend);
    }
}
