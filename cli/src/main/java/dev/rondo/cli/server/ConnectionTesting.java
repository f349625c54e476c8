package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.webserver.WebserverConfig;
import java.util.Locale;
import java.util.Map;

/** Whether connections may be tested. */
final class ConnectionTesting {

    private ConnectionTesting() {}

    /**
     * As {@code RONDO_TEST_CONNECTION} says; its words are Airflow's, in any case.
     *
     * @throws CommandException when it is none of them
     */
    static WebserverConfig.Testing of(Map<String, String> environment) {
        String said = Setting.TEST_CONNECTION.in(environment).orElse("enabled");
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "enabled" -> WebserverConfig.Testing.ENABLED;
            case "disabled" -> WebserverConfig.Testing.DISABLED;
            case "hidden" -> WebserverConfig.Testing.HIDDEN;
            default ->
                throw new CommandException(
                        ExitCode.CONFIG, "RONDO_TEST_CONNECTION is '" + said + "'; write enabled, disabled or hidden");
        };
    }
}
