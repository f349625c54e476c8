package dev.rondo.core.timetable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run at each tick of several expressions; a tick of two of them makes one run.
 *
 * @param triggers one for each expression; at least one
 */
public record MultipleCronTrigger(List<CronTrigger> triggers) implements Timetable {

    public MultipleCronTrigger {
        triggers = List.copyOf(triggers);
        if (triggers.isEmpty()) {
            throw new IllegalArgumentException("a schedule of several cron expressions needs at least one");
        }
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        List<RunInfo> answers;
        try {
            answers = triggers.stream()
                    .flatMap(trigger -> trigger.require(last, restriction, now).stream())
                    .toList();
        } catch (NoTickException e) {
            return Optional.empty();
        }
        Comparator<RunInfo> byDate = Comparator.comparing(RunInfo::logicalDate);
        Optional<RunInfo> newestPast = restriction.catchup()
                ? Optional.empty()
                : answers.stream()
                        .filter(run -> !run.logicalDate().isAfter(now))
                        .max(byDate);
        return newestPast.or(() -> answers.stream().min(byDate));
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return triggers.getFirst().manualInterval(runAfter);
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public boolean names(LocalDateTime wallClock) {
        return triggers.stream().anyMatch(trigger -> trigger.names(wallClock));
    }

    @Override
    public String summary() {
        return triggers.stream().map(CronTrigger::summary).collect(Collectors.joining(", "));
    }

    @Override
    public String description() {
        return triggers.stream().map(CronTrigger::description).collect(Collectors.joining(" (or) "));
    }
}
