package dev.rondo.cli;

import dev.rondo.sdk.internal.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The environment variables that Rondo reads. A name that begins with {@code RONDO_} and is none of them is an error: a
 * setting with a typo would be ignored in silence otherwise. {@code docs/reference/environment.md} says what each does.
 */
public final class EnvironmentNames {

    private static final String OURS = "RONDO_";

    /** Names as they are. */
    static final Set<String> NAMES = Set.of(
            "RONDO_AOT",
            "RONDO_API_PASSWORD",
            "RONDO_API_TOKEN",
            "RONDO_API_URL",
            "RONDO_API_USER",
            "RONDO_DATABASE_PASSWORD",
            "RONDO_DATABASE_PASSWORD_FILE",
            "RONDO_DATABASE_URL",
            "RONDO_DATABASE_USER",
            "RONDO_HEAP",
            "RONDO_HOME",
            "RONDO_JAVA_OPTS",
            "RONDO_MAX_MAP_LENGTH",
            "RONDO_METRICS_TOKEN",
            "RONDO_RETENTION_DAYS",
            "RONDO_RUN_RETENTION_DAYS",
            "RONDO_SMTP_FROM",
            "RONDO_SMTP_HOST",
            "RONDO_SMTP_PASSWORD",
            "RONDO_SMTP_PASSWORD_FILE",
            "RONDO_SMTP_PORT",
            "RONDO_SMTP_STARTTLS",
            "RONDO_SMTP_USER",
            "RONDO_STORAGE",
            "RONDO_TASK_HOST",
            "RONDO_WORKER_LEASE_SECONDS",
            "RONDO_WORKER_TOKEN");

    /** What names of which the rest is free begin with. Default arguments are checked where they are read. */
    static final Set<String> PREFIXES = Set.of("RONDO_CONN_", "RONDO_CTX_", "RONDO_DEFAULT_ARGS_", "RONDO_VAR_");

    private EnvironmentNames() {}

    /** What is wrong with these names of variables, a sentence each. */
    public static List<String> problems(Collection<String> names) {
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(OURS)
                    && !NAMES.contains(name)
                    && PREFIXES.stream().noneMatch(name::startsWith)) {
                problems.add("there is no setting " + name + "; "
                        + Nearest.hint(
                                name, NAMES, "unset it; docs/reference/environment.md lists the settings there are"));
            }
        }
        return problems;
    }
}
