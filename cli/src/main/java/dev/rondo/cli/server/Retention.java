package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.scheduler.Scheduler;
import java.time.Duration;
import java.util.Map;

/** How long what is over is kept, as the environment says. */
final class Retention {

    private static final int MOST_DAYS = 36_500;

    private Retention() {}

    static Scheduler.Kept of(Map<String, String> environment) {
        return new Scheduler.Kept(
                days(environment, "RONDO_RETENTION_DAYS", Scheduler.Kept.DEFAULT.rest()),
                days(environment, "RONDO_RUN_RETENTION_DAYS", Scheduler.Kept.DEFAULT.runs()));
    }

    /** Zero: for ever. */
    private static Duration days(Map<String, String> environment, String name, Duration otherwise) {
        String said = environment.getOrDefault(name, "").strip();
        if (said.isEmpty()) {
            return otherwise;
        }
        try {
            int days = Integer.parseInt(said);
            if (days >= 0 && days <= MOST_DAYS) {
                return Duration.ofDays(days);
            }
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong(name, said), e);
        }
        throw new CommandException(ExitCode.CONFIG, wrong(name, said));
    }

    private static String wrong(String name, String said) {
        return name + " is '" + said + "'; write a number of days from 1 to " + MOST_DAYS + ", or 0 to keep everything";
    }
}
