package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.core.graph.Limits;
import java.util.Map;

/** How many instances a mapping may make, as the environment says. */
final class MapLength {

    private static final String NAME = "RONDO_MAX_MAP_LENGTH";

    private MapLength() {}

    /** The limits of every run. */
    static Limits of(Map<String, String> environment) {
        String said = environment.getOrDefault(NAME, "").strip();
        if (said.isEmpty()) {
            return Limits.DEFAULTS;
        }
        try {
            int length = Integer.parseInt(said);
            if (length >= 1 && length <= Limits.MOST_MAP_LENGTH) {
                return Limits.DEFAULTS.withMaxMapLength(length);
            }
        } catch (NumberFormatException e) {
            throw new CommandException(ExitCode.CONFIG, wrong(said), e);
        }
        throw new CommandException(ExitCode.CONFIG, wrong(said));
    }

    private static String wrong(String said) {
        return NAME + " is '" + said + "'; write a number from 1 to " + Limits.MOST_MAP_LENGTH
                + ", or leave it out for " + Limits.DEFAULTS.maxMapLength();
    }
}
