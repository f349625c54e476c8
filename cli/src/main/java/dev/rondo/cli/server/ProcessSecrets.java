package dev.rondo.cli.server;

import dev.rondo.cli.Setting;
import dev.rondo.core.protocol.Ask;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
}
