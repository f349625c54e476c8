package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.worker.stream.Trust;
import java.nio.file.Path;
import java.util.Map;

/** By whom the certificates of servers may be signed, as the environment says. */
public final class ServerTrust {

    private ServerTrust() {}

    /**
     * By the authorities of the JDK, and those of {@code RONDO_TLS_CA}.
     *
     * @throws CommandException when that file cannot be used
     */
    public static Trust of(Map<String, String> environment) {
        try {
            return Setting.TLS_CA
                    .in(environment)
                    .map(file -> Trust.with(Path.of(file)))
                    .orElse(Trust.JDK);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, "RONDO_TLS_CA: " + e.getMessage(), e);
        }
    }
}
