package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.worker.stream.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** By whom the certificates of servers may be signed, as a profile or the environment says. */
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

    /**
     * By those that were named when the profile was made, which goes before the environment: they are this server's.
     *
     * @throws CommandException when that file cannot be used any more
     */
    public static Trust of(Profile profile, Map<String, String> environment) {
        if (profile.findAuthorities().isEmpty()) {
            return of(environment);
        }
        try {
            return Trust.with(profile.findAuthorities().get());
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "profile '" + profile.name() + "': " + e.getMessage()
                            + "; sign in again with the right one: rondo login --profile " + profile.name()
                            + " --ca-file FILE",
                    e);
        }
    }

    /**
     * By those of a file that an option of the command line names.
     *
     * @throws CommandException when it cannot be used
     */
    public static Trust named(Path file, String option) {
        try {
            return Trust.with(file);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    Files.exists(file) ? ExitCode.USAGE : ExitCode.NOT_FOUND, option + ": " + e.getMessage(), e);
        }
    }
}
