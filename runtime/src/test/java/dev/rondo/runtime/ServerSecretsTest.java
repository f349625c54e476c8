package dev.rondo.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerSecretsTest {

    @Test
    void secrets_are_taken_out_and_the_rest_stays() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "RONDO_CONN_SHOP", "postgresql://ann:hush@shop/db",
                "RONDO_VAR_KEY", "hush",
                "RONDO_DATABASE_URL", "postgresql://ann:hush@db/rondo",
                "RONDO_DATABASE_PASSWORD", "hush",
                "RONDO_DATABASE_PASSWORD_FILE", "/run/secrets/db",
                "RONDO_WORKER_TOKEN", "hush",
                "RONDO_API_TOKEN", "hush",
                "RONDO_API_PASSWORD", "hush",
                "RONDO_HOME", "/srv/rondo",
                "PATH", "/bin"));
        environment.put("RONDO_SMTP_PASSWORD", "hush");
        environment.put("RONDO_OIDC_CLIENT_SECRET", "hush");
        environment.put("RONDO_OPENLINEAGE_API_KEY", "hush");
        environment.put("RONDO_OTEL_HEADERS", "authorization=hush");
        environment.put("RONDO_TLS_KEYSTORE_PASSWORD", "hush");
        environment.put("RONDO_METRICS_TOKEN", "hush");

        ServerSecrets.removeFrom(environment);

        assertThat(environment).containsOnlyKeys("RONDO_HOME", "PATH");
    }
}
