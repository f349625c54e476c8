package dev.rondo.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A setting: an environment variable that Rondo reads. Which there are, what each does and what holds without it is
 * said here alone; the table of {@code docs/reference/environment.md} is compared with it.
 */
public enum Setting {
    HOME("all", "~/.rondo", "folder of the installation"),
    PROFILE("commands", "the one in use", "server and sign-in, by the name that `rondo login` kept them under"),
    API_URL("commands", "that of the profile, or of the home's standalone", "where the API answers"),
    API_TOKEN("commands", "none", "token to sign in with, of `rondo tokens create` or `POST /auth/token`"),
    API_USER("commands", "admin", "user to sign in as, where there is no token"),
    API_PASSWORD("commands", "the first password of the home", "password of that user"),
    DATABASE_URL("servers", "the embedded one", "`postgresql://user@host:port/database`"),
    DATABASE_USER("servers", "none", "user of the database, where the URL names none"),
    DATABASE_PASSWORD("servers", "none", "password of that user"),
    DATABASE_PASSWORD_FILE("servers", "none", "file that holds the password"),
    STORAGE(
            "servers",
            "the home",
            "folder or `gs://` place of jars, task logs and large values, shared by all servers"),
    DATA(
            "worker, standalone",
            "`data` beside jars and logs where `RONDO_STORAGE` is in a bucket, `data` of the home otherwise",
            "folder, `gs://` or `s3://` place of the files that tasks share as `ctx.data()`; give all workers the same"),
    GCS_CREDENTIALS(
            "servers, worker",
            "`default`",
            "how buckets and secrets are signed in to: `default` (application default), `anonymous`, or the file of a service account"),
    GCS_IMPERSONATE("servers, worker", "none", "service account to act as"),
    GCS_ENDPOINT(
            "servers, worker",
            "Google's",
            "another server of buckets, such as `http://127.0.0.1:4443`; then without sign-in"),
    GCS_SUBSCRIPTION(
            "dag-processor, standalone",
            "none",
            "`projects/PROJECT/subscriptions/NAME` of Pub/Sub that the buckets of `--dags` send notifications to, which shorten the wait before a listing; one for each DAG processor"),
    PUBSUB_ENDPOINT(
            "dag-processor, standalone",
            "Google's",
            "another server of that subscription, such as `http://127.0.0.1:8085`; then without sign-in"),
    SECRETS_BACKEND(
            "scheduler, webserver",
            "none",
            "where variables and connections are looked for first: `files:FOLDER` or `google:PROJECT`, see below"),
    SECRETS_PREFIX("scheduler, webserver", "`rondo`", "what the names of secrets there begin with"),
    SECRETS_CACHE_SECONDS("scheduler, webserver", "300", "how long an answer from there is remembered, 0 to 3,600"),
    SECRETS_ENDPOINT(
            "scheduler, webserver",
            "Google's",
            "another server of secrets, such as `http://127.0.0.1:8085`; then without sign-in"),
    WORKER_TOKEN("scheduler, worker", "`worker-token` in the home", "what workers sign in with"),
    WORKER_LEASE_SECONDS(
            "scheduler",
            "30",
            "how long a worker may be silent before its tasks are given to others, 20 to 3,600. An outage of the database that is longer costs the tasks that run their tries. Give all schedulers the same"),
    METRICS_TOKEN("scheduler, webserver", "`metrics-token` in the home", "what scrapers of `/metrics` sign in with"),
    TLS_CERT(
            "webserver, standalone",
            "plain HTTP",
            "file with the certificates of the page and the API in PEM, the server's own first; see below"),
    TLS_KEY("webserver, standalone", "none", "file with its key, PKCS #8 in PEM without a password"),
    TLS_KEYSTORE("webserver, standalone", "none", "key store instead of the two, PKCS #12 or JKS"),
    TLS_KEYSTORE_PASSWORD("webserver, standalone", "none", "password of that key store"),
    TLS_KEYSTORE_PASSWORD_FILE("webserver, standalone", "none", "file that holds the password"),
    TLS_CA(
            "commands, worker",
            "those of the JDK alone",
            "file with the certificates of authorities in PEM that may sign those of servers, beside the JDK's"),
    LOG_FORMAT("servers, worker", "`text`", "`text` or `json`: how the server's own log is written, see below"),
    TEST_CONNECTION(
            "webserver, standalone",
            "`enabled`",
            "`enabled`, `disabled` or `hidden`: whether connections may be tested, on a worker; `hidden` takes the button of the page away, too"),
    OIDC_ISSUER(
            "webserver, standalone",
            "passwords alone",
            "identity provider that users sign in by, as it names itself; see below"),
    OIDC_CLIENT_ID("webserver, standalone", "none", "what the provider knows this server as"),
    OIDC_CLIENT_SECRET("webserver, standalone", "a public client", "secret of that client"),
    OIDC_CLIENT_SECRET_FILE("webserver, standalone", "none", "file that holds the secret"),
    OIDC_NAME("webserver, standalone", "single sign-on", "what the button on the sign-in page says"),
    OIDC_SCOPES("webserver, standalone", "openid profile email", "what the provider is asked to tell"),
    OIDC_USERNAME_CLAIM(
            "webserver, standalone",
            "preferred_username",
            "claim that users are called by; one that they cannot change themselves"),
    OIDC_GROUPS_CLAIM(
            "webserver, standalone",
            "groups",
            "claim with the groups of a user, or a path to it, such as `realm_access.roles`"),
    OIDC_ROLES("webserver, standalone", "an admin gives roles", "which groups have which role, `GROUP=ROLE,…`"),
    OIDC_DEFAULT_ROLE("webserver, standalone", "they are not let in", "role of who is in none of these groups"),
    OIDC_CREATE_USERS("webserver, standalone", "true", "`false`: only users whom an admin has made, by their names"),
    OIDC_REDIRECT_URI(
            "webserver, standalone",
            "where the browser came from",
            "where the provider sends browsers back to: the address of the page and `/auth/oidc/callback`"),
    RETENTION_DAYS("scheduler", "90", "how many days what is over is kept, see below; 0: for ever"),
    RUN_RETENTION_DAYS("scheduler", "0", "how many days runs are kept after their end, see below; 0: for ever"),
    MAX_MAP_LENGTH(
            "scheduler, webserver",
            "100000",
            "how many instances a mapping may make, 1 to 1,000,000. Give all schedulers the same, and the webserver, so that it gives the same reasons"),
    MAX_LOST_TRIES(
            "scheduler, webserver",
            "10",
            "how often one try may be lost with its worker before its task fails, 0 to 1,000. Give all schedulers the same, and the webserver"),
    SMTP_HOST("scheduler", "none are sent", "mail server for emails about failed tries, see below"),
    SMTP_PORT("scheduler", "587", "its port; 465 speaks TLS from the first byte"),
    SMTP_FROM("scheduler", "none", "address that emails come from; needed with a mail server"),
    SMTP_USER("scheduler", "without signing in", "user of the mail server"),
    SMTP_PASSWORD("scheduler", "none", "password of that user"),
    SMTP_PASSWORD_FILE("scheduler", "none", "file that holds the password"),
    SMTP_STARTTLS("scheduler", "true", "`true`: the server must change to TLS; `false`: without encryption"),
    OTEL_ENDPOINT(
            "scheduler",
            "no spans are made",
            "collector that spans of runs and tries are sent to, by OTLP over HTTP, such as `http://collector:4318`. Give all schedulers the same"),
    OTEL_HEADERS("scheduler", "none", "headers that are sent along, `NAME=VALUE,…` with values percent-encoded"),
    OTEL_HEADERS_FILE("scheduler", "none", "file that holds the headers"),
    OTEL_SERVICE("scheduler", "rondo", "`service.name` of the spans"),
    OPENLINEAGE_URL(
            "scheduler",
            "lineage is told to nobody",
            "server of lineage that events of OpenLineage are posted to, such as `http://marquez:5000`. Give all schedulers the same"),
    OPENLINEAGE_NAMESPACE("scheduler", "default", "namespace of the jobs that DAGs and tasks are"),
    OPENLINEAGE_API_KEY("scheduler", "none", "key of that server, sent as a bearer token"),
    OPENLINEAGE_API_KEY_FILE("scheduler", "none", "file that holds the key"),
    OPENLINEAGE_DISABLED("scheduler", "false", "`true`: lineage is told to nobody, whatever else is set"),
    TELEMETRY_CLAIM_SECONDS(
            "scheduler",
            "60",
            "how long spans and events of lineage are left to the scheduler that tells them, 15 to 3,600: after so long another tells what a scheduler that died had in its hands"),
    JAVA_OPTS("launcher", "none", "more JVM options for the command"),
    HEAP("launcher", "1g", "heap of server commands"),
    AOT("launcher", "on", "`off` makes no AOT cache"),
    TASK_HOST("nobody", "none", "set for the processes of a task, so that what they leave behind is found");

    private static final Set<String> NAMES =
            Arrays.stream(values()).map(Setting::variable).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> SECRETS = Set.of("PASSWORD", "TOKEN", "SECRET", "HEADERS", "API_KEY");

    private final String readBy;
    private final String otherwise;
    private final String what;

    Setting(String readBy, String otherwise, String what) {
        this.readBy = readBy;
        this.otherwise = otherwise;
        this.what = what;
    }

    /** Names of their variables. */
    static Set<String> names() {
        return NAMES;
    }

    /** The setting with that variable; case does not matter. */
    public static Optional<Setting> find(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> each.variable().equals(name))
                .findFirst();
    }

    /** Name of its variable. */
    public String variable() {
        return "RONDO_" + name();
    }

    /** Who reads it, such as {@code scheduler}. */
    public String readBy() {
        return readBy;
    }

    /** What holds where it is not set. */
    public String otherwise() {
        return otherwise;
    }

    /** What it is, in Markdown. */
    public String what() {
        return what;
    }

    /** Whether its value is shown to nobody. */
    public boolean isSecret() {
        return SECRETS.stream().anyMatch(name()::endsWith);
    }

    /** Its value as it is read; empty: it is not set, or to nothing. */
    public Optional<String> in(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault(variable(), "").strip()).filter(value -> !value.isEmpty());
    }
}
