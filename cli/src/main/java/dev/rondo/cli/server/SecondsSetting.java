package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import java.time.Duration;
import java.util.Map;

/**
 * A setting that is a number of seconds.
 *
 * @param shortest the least that may be said
 * @param longest the most
 * @param usual what holds where nothing is said
 */
record SecondsSetting(Setting setting, Duration shortest, Duration longest, Duration usual) {

    /** @throws CommandException when something else is said */
    Duration in(Map<String, String> environment) {
        String said = setting.in(environment).orElse("").strip();
        if (said.isEmpty()) {
            return usual;
        }
        try {
            Duration duration = Duration.ofSeconds(Integer.parseInt(said));
            if (duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong(said), e);
        }
        throw new CommandException(ExitCode.CONFIG, wrong(said));
    }

    private String wrong(String said) {
        return setting.variable() + " is '" + said + "'; write a number of seconds from " + shortest.toSeconds()
                + " to " + longest.toSeconds() + ", or leave it out for " + usual.toSeconds();
    }
}
