package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folders that a DAG processor watches.
 *
 * @param byBundle by the name of their bundle
 * @param unpaused ids of DAGs that begin unpaused
 */
record DagFolders(Map<String, Path> byBundle, Set<String> unpaused) {

    private static final String EXAMPLES = "examples";

    /** Examples that a newcomer is to watch at once. */
    private static final Set<String> UNPAUSED_EXAMPLES = Set.of("flight_data_delivery", "flight_delay_training");

    /** What the user names, or {@code dags} in the home; and the examples, where they are wanted. */
    static DagFolders of(Home home, List<Path> named, boolean examples, Installation installation) {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (Path folder : named.isEmpty() ? List.of(home.dags()) : named) {
            Path whole = folder.toAbsolutePath().normalize();
            folders.put(folders.isEmpty() ? "dags-folder" : whole.toString(), whole);
        }
        if (examples && Files.isDirectory(installation.examples())) {
            folders.put(EXAMPLES, installation.examples());
        }
        return new DagFolders(folders, examples ? UNPAUSED_EXAMPLES : Set.of());
    }

    /** The user's own folders, for people. */
    String usersOwn() {
        return byBundle.entrySet().stream()
                .filter(e -> !e.getKey().equals(EXAMPLES))
                .map(e -> e.getValue().toString())
                .collect(Collectors.joining(", "));
    }
}
