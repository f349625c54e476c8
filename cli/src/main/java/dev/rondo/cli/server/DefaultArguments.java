package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.internal.EnvironmentArgs;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Default arguments of an installation: {@code RONDO_DEFAULT_ARGS_RETRIES=2} holds for every task of which neither its
 * DAG, nor its group, nor the task itself says how often it is retried.
 */
public final class DefaultArguments {

    /** What the names of their variables begin with; the rest is the name of the option. */
    static final String PREFIX = "RONDO_DEFAULT_ARGS_";

    private DefaultArguments() {}

    /**
     * The default arguments by the names of options, checked.
     *
     * @throws CommandException when one is unknown or wrong; the message has all that are
     */
    public static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), value);
            }
        });
        try {
            DefaultArgs ignored = EnvironmentArgs.of(settings);
            return settings;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, "in the environment (" + PREFIX + "…): " + e.getMessage(), e);
        }
    }
}
