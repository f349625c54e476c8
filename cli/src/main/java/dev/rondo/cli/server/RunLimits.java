package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.core.graph.Limits;
import java.util.Map;

/** What is bounded in every run, as the environment says. */
final class RunLimits {

    private RunLimits() {}

    static Limits of(Map<String, String> environment) {
        return new Limits(
                number(environment, Setting.MAX_MAP_LENGTH, 1, Limits.MOST_MAP_LENGTH, Limits.DEFAULTS.maxMapLength()),
                number(environment, Setting.MAX_LOST_TRIES, 0, Limits.MOST_LOST_TRIES, Limits.DEFAULTS.maxLostTries()));
    }

    private static int number(Map<String, String> environment, Setting setting, int least, int most, int unsaid) {
        String said = environment.getOrDefault(setting.variable(), "").strip();
        if (said.isEmpty()) {
            return unsaid;
        }
        String wrong = setting.variable() + " is '" + said + "'; write a number from " + least + " to " + most
                + ", or leave it out for " + unsaid;
        int number;
        try {
            number = Integer.parseInt(said);
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong, e);
        }
        if (number < least || number > most) {
            throw new CommandException(ExitCode.CONFIG, wrong);
        }
        return number;
    }
}
