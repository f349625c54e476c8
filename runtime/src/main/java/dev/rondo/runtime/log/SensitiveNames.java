package dev.rondo.runtime.log;

import java.util.List;
import java.util.Locale;

/** Names whose values are secrets: those of Airflow's {@code secrets_masker}, so that variables keep their names. */
public final class SensitiveNames {

    private static final List<String> PARTS = List.of(
            "access_token",
            "api_key",
            "apikey",
            "authorization",
            "passphrase",
            "passwd",
            "password",
            "private_key",
            "secret",
            "token",
            "keyfile_dict",
            "service_account");

    private SensitiveNames() {}

    /** Whether what goes by this name is not to be read by everybody. */
    public static boolean isSensitive(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return PARTS.stream().anyMatch(lower::contains);
    }
}
