package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.scheduler.telemetry.LineageSettings;
import dev.rondo.scheduler.telemetry.TelemetrySettings;
import dev.rondo.scheduler.telemetry.TraceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who outside is told what runs and tries do, as the environment says. */
final class TelemetryOptions {

    private static final SecondsSetting CLAIM = new SecondsSetting(
            Setting.TELEMETRY_CLAIM_SECONDS,
            TelemetrySettings.SHORTEST_CLAIM,
            Duration.ofHours(1),
            TelemetrySettings.DEFAULT_CLAIM);

    private TelemetryOptions() {}

    static TelemetrySettings of(Map<String, String> environment) {
        try {
            return new TelemetrySettings(
                    TraceSettings.of(environment, secret(environment, Setting.OTEL_HEADERS, Setting.OTEL_HEADERS_FILE)),
                    LineageSettings.of(
                            environment,
                            secret(environment, Setting.OPENLINEAGE_API_KEY, Setting.OPENLINEAGE_API_KEY_FILE)),
                    CLAIM.in(environment));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable String secret(Map<String, String> environment, Setting itself, Setting inFile) {
        Optional<String> file = inFile.in(environment);
        if (file.isEmpty()) {
            return itself.in(environment).orElse(null);
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "cannot read " + file.get() + " (" + inFile.variable() + "): " + e.getMessage(),
                    e);
        }
    }
}
