package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.webserver.tls.Tls;
import dev.rondo.webserver.tls.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** By which certificate page and API speak TLS, as the environment says. */
final class TlsSettings {

    private TlsSettings() {}

    /**
     * The certificate with its key; empty: plain HTTP.
     *
     * @throws CommandException when it cannot be used, or half of it is not said
     */
    static Optional<Tls> of(Map<String, String> environment) {
        Optional<String> certificate = Setting.TLS_CERT.in(environment);
        Optional<String> key = Setting.TLS_KEY.in(environment);
        Optional<String> store = Setting.TLS_KEYSTORE.in(environment);
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong("RONDO_TLS_CERT and RONDO_TLS_KEY belong together; "
                    + (key.isPresent() ? "RONDO_TLS_CERT" : "RONDO_TLS_KEY") + " is not set");
        }
        if (certificate.isPresent() && store.isPresent()) {
            throw wrong("set RONDO_TLS_KEYSTORE, or RONDO_TLS_CERT and RONDO_TLS_KEY, not both");
        }
        try {
            return certificate.isPresent()
                    ? Optional.of(Tls.ofPem(Path.of(certificate.get()), Path.of(key.orElseThrow())))
                    : store.map(file -> Tls.ofKeyStore(Path.of(file), password(environment)));
        } catch (TlsException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    private static String password(Map<String, String> environment) {
        Optional<String> file = Setting.TLS_KEYSTORE_PASSWORD_FILE.in(environment);
        if (file.isEmpty()) {
            return Setting.TLS_KEYSTORE_PASSWORD
                    .in(environment)
                    .orElseThrow(() -> wrong("RONDO_TLS_KEYSTORE needs its password, in RONDO_TLS_KEYSTORE_PASSWORD or"
                            + " RONDO_TLS_KEYSTORE_PASSWORD_FILE"));
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "cannot read the key store's password from " + file.get() + " (RONDO_TLS_KEYSTORE_PASSWORD_FILE): "
                            + e.getMessage(),
                    e);
        }
    }

    private static CommandException wrong(String why) {
        return new CommandException(ExitCode.CONFIG, why);
    }
}
