package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.scheduler.email.MailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where emails are handed over, as the environment says. */
final class MailSettings {

    private MailSettings() {}

    /** Empty: no server is named. */
    static Optional<MailServer> of(Map<String, String> environment) {
        try {
            return MailServer.of(environment, password(environment));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable String password(Map<String, String> environment) {
        String file = environment.getOrDefault("RONDO_SMTP_PASSWORD_FILE", "");
        if (file.isBlank()) {
            return environment.get("RONDO_SMTP_PASSWORD");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "cannot read the mail server's password from " + file + " (RONDO_SMTP_PASSWORD_FILE): "
                            + e.getMessage(),
                    e);
        }
    }
}
