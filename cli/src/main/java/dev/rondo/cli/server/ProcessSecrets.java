package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Setting;
import dev.rondo.core.protocol.Ask;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets in the environment of a server: what its log must not have. */
final class ProcessSecrets {

    private ProcessSecrets() {}

    /** Masks the secret settings, and what is secret in connections and variables. */
    static SecretMasker masker(Map<String, String> environment) {
        List<String> secrets = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (setting.isSecret()) {
                setting.in(environment).ifPresent(secrets::add);
            }
        }
        ofDatabase(environment).ifPresent(secrets::add);
        environment.forEach((name, value) -> {
            if (name.startsWith("RONDO_CONN_")) {
                secrets.addAll(Secrets.in(Ask.CONNECTION, List.of(name), value));
            } else if (name.startsWith("RONDO_VAR_")) {
                secrets.addAll(Secrets.in(Ask.VARIABLE, List.of(name), value));
            }
        });
        SecretMasker masker = new SecretMasker();
        masker.add(secrets);
        return masker;
    }

    // In its URL, or in a file.
    private static Optional<String> ofDatabase(Map<String, String> environment) {
        try {
            return new ServerOptions().database(environment).map(JdbcSettings::password);
        } catch (CommandException e) {
            return Optional.empty(); // whoever opens the database says what is wrong
        }
    }
}
