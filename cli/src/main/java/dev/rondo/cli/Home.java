package dev.rondo.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of an installation: {@code RONDO_HOME}, or {@code ~/.rondo}.
 *
 * @param folder absolute
 */
public record Home(Path folder) {

    /** As the environment says. */
    public static Home of(Map<String, String> environment) {
        String said = environment.getOrDefault("RONDO_HOME", "");
        Path folder = said.isBlank() ? Path.of(System.getProperty("user.home"), ".rondo") : Path.of(said);
        return new Home(folder.toAbsolutePath().normalize());
    }

    /** First password of the user {@code admin}. */
    public Path adminPassword() {
        return folder.resolve("admin-password");
    }

    /** Where DAG files are dropped. */
    public Path dags() {
        return folder.resolve("dags");
    }

    /** Jars that source files in the dags folder may use. */
    public Path libraries() {
        return folder.resolve("lib");
    }

    /** What the running standalone says of itself: its URL and process id. */
    public Path serverFile() {
        return folder.resolve("server.json");
    }

    /** What workers sign in with. */
    public Path workerToken() {
        return folder.resolve("worker-token");
    }

    /** What those show who read metrics. */
    public Path metricsToken() {
        return folder.resolve("metrics-token");
    }

    /** What secrets in the database are sealed with. */
    public Path secretKeys() {
        return folder.resolve("secret-keys");
    }

    /** The embedded PostgreSQL; missing until its first start. */
    public Path postgres() {
        return folder.resolve("postgres");
    }

    /** Logs of Rondo itself. */
    public Path serverLog() {
        return folder.resolve("server.log");
    }
}
