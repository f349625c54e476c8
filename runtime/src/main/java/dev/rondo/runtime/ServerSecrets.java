package dev.rondo.runtime;

import java.util.Map;

/** What a server's environment holds and user code must not see: it gets what it may know through its context. */
public final class ServerSecrets {

    private ServerSecrets() {}

    /** Takes them out of the environment of a process that is about to run user code. */
    public static void removeFrom(Map<String, String> environment) {
        environment.keySet().removeIf(ServerSecrets::isSecret);
    }

    private static boolean isSecret(String name) {
        return name.startsWith("RONDO_CONN_")
                || name.startsWith("RONDO_VAR_")
                || name.startsWith("RONDO_DATABASE_")
                || name.startsWith("RONDO_OIDC_")
                || name.startsWith("RONDO_OPENLINEAGE_")
                || name.startsWith("RONDO_OTEL_")
                || name.startsWith("RONDO_SMTP_")
                || name.startsWith("RONDO_TLS_KEYSTORE_")
                || name.equals("RONDO_METRICS_TOKEN")
                || name.equals("RONDO_WORKER_TOKEN")
                || name.equals("RONDO_API_TOKEN")
                || name.equals("RONDO_API_PASSWORD");
    }
}
