package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import java.util.Map;

/** How a server writes its log. */
enum LogFormat {
    /** A line that people read. */
    TEXT,
    /** A JSON object on each line, for what gathers logs. */
    JSON;

    /**
     * As {@code RONDO_LOG_FORMAT} says.
     *
     * @throws CommandException when it says something else
     */
    static LogFormat of(Map<String, String> environment) {
        String said = Setting.LOG_FORMAT.in(environment).orElse("text");
        return switch (said) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new CommandException(
                        ExitCode.CONFIG, "RONDO_LOG_FORMAT must be text or json, was '" + said + "'");
        };
    }
}
