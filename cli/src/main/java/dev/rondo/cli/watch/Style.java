package dev.rondo.cli.watch;

import java.io.Console;
import java.util.Map;

/**
 * What the terminal can do.
 *
 * @param live whether lines that were written can be written anew
 * @param colour whether states are coloured; never without {@code live}
 */
public record Style(boolean live, boolean colour) {

    /** For files and pipes: a line for each change, without colours. */
    public static final Style PLAIN = new Style(false, false);

    /** As the terminal and the environment say; {@code NO_COLOR} (no-color.org) is heeded. */
    // The check has not heard of it: on JDK 25 there is no console again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    public static Style of(Map<String, String> environment) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return of(environment, terminal);
    }

    static Style of(Map<String, String> environment, boolean terminal) {
        if (!terminal || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return PLAIN;
        }
        return new Style(true, environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** The text in the colour of a state. */
    String coloured(String state, String text) {
        if (!colour) {
            return text;
        }
        int code = switch (state) {
            case "success" -> 32;
            case "failed", "upstream_failed" -> 31;
            case "running" -> 36;
            case "up_for_retry", "up_for_reschedule", "deferred", "restarting" -> 33;
            default -> 90;
        };
        return "\033[" + code + "m" + text + "\033[0m";
    }
}
