package dev.rondo.testkit.local;

import dev.rondo.core.state.Instance;
import dev.rondo.core.state.TaskState;
import dev.rondo.testkit.play.PlayListener;
import dev.rondo.testkit.play.PlaySetup;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a run while it goes on, for people. */
final class LiveReport implements PlayListener {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final InstantSource clock;
    private final ZoneId zone;
    private final PlaySetup.@Nullable Only only;

    /** @param only what alone is told of; null: all */
    LiveReport(PrintStream out, InstantSource clock, ZoneId zone, PlaySetup.@Nullable Only only) {
        this.out = out;
        this.only = only;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public void changed(String taskId, Instance after, @Nullable String reason) {
        if (only != null && !only.isMeant(taskId, after.mapIndex())) {
            return;
        }
        String what = switch (after.state()) {
            case RUNNING -> after.tryNumber() > 1 ? "running, try " + after.tryNumber() : "running";
            case SUCCESS -> "success" + took(after);
            case FAILED -> "failed" + because(reason) + took(after);
            case UP_FOR_RETRY -> "failed" + because(reason) + ", tries again " + until(after);
            case UP_FOR_RESCHEDULE -> "looks again " + until(after);
            case DEFERRED -> "waits for an answer";
            case SKIPPED, UPSTREAM_FAILED, REMOVED -> after.state().wireName() + because(reason);
            case NONE, SCHEDULED, QUEUED, RESTARTING -> "";
        };
        if (!what.isEmpty()) {
            print(name(taskId, after.mapIndex()) + ": " + what);
        }
    }

    @Override
    public void line(String taskId, String text) {
        text.lines().forEach(line -> out.println("         | " + line));
    }

    /** Prints a line with the time before it. */
    void print(String text) {
        out.println(TIME.format(clock.instant().atZone(zone)) + " " + text);
    }

    private static String name(String taskId, int mapIndex) {
        return mapIndex < 0 ? taskId : taskId + "[" + mapIndex + "]";
    }

    private static String because(@Nullable String reason) {
        return reason == null ? "" : " (" + reason + ")";
    }

    private String until(Instance instance) {
        Instant at = instance.nextAt();
        return at == null ? "" : "at " + TIME.format(at.atZone(zone));
    }

    private static String took(Instance instance) {
        Instant start = instance.startDate();
        Instant end = instance.endDate();
        if (start == null || end == null || instance.state() == TaskState.NONE) {
            return "";
        }
        return String.format(
                Locale.ROOT, " in %.2f s", Duration.between(start, end).toNanos() / 1e9);
    }
}
