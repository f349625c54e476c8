package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.scheduler.Scheduler;
import java.time.Duration;
import java.util.Map;

/** How long what is over is kept, as the environment says. */
final class Retention {

    private static final String NAME = "RONDO_RETENTION_DAYS";

    private static final int MOST_DAYS = 36_500;

    private Retention() {}

    /** Zero: for ever. */
    static Duration of(Map<String, String> environment) {
        String said = environment.getOrDefault(NAME, "").strip();
        if (said.isEmpty()) {
            return Scheduler.Settings.DEFAULT_RETENTION;
        }
        try {
            int days = Integer.parseInt(said);
            if (days >= 0 && days <= MOST_DAYS) {
                return Duration.ofDays(days);
            }
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong(said), e);
        }
        throw new CommandException(ExitCode.CONFIG, wrong(said));
    }

    private static String wrong(String said) {
        return NAME + " is '" + said + "'; write a number of days from 1 to " + MOST_DAYS + ", or 0 to keep everything";
    }
}
