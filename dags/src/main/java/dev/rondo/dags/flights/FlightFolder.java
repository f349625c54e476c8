package dev.rondo.dags.flights;

import java.nio.file.Path;
import java.util.Map;

/** Where the example keeps its files, unless a run is told otherwise. */
final class FlightFolder {

    private FlightFolder() {}

    /** {@code data/flights} in the folder of the installation: {@code RONDO_HOME}, or {@code ~/.rondo}. */
    static String usual() {
        return usual(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** The folder that deliveries arrive in. */
    static Path landing(String folder) {
        return Path.of(folder).resolve("landing");
    }

    static String usual(Map<String, String> environment, Path userHome) {
        String home = environment.getOrDefault("RONDO_HOME", "");
        Path folder = home.isBlank() ? userHome.resolve(".rondo") : Path.of(home);
        return folder.resolve("data").resolve("flights").toString();
    }
}
