package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.metadata.query.DagFileQueries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folders and buckets that a DAG processor watches.
 *
 * @param byBundle by the name of their bundle
 * @param unpaused ids of DAGs that begin unpaused
 */
record DagFolders(Map<String, Place> byBundle, Set<String> unpaused) {

    private static final String EXAMPLES = "examples";

    /** Examples that a newcomer is to watch at once. */
    private static final Set<String> UNPAUSED_EXAMPLES = Set.of("flight_data_delivery", "flight_delay_training");

    /** What the user names, or {@code dags} in the home; and the examples, where they are wanted. */
    static DagFolders of(Home home, List<Place> named, boolean examples, Installation installation) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (Place place : named.isEmpty() ? List.of(Place.folder(home.dags())) : named) {
            boolean first = places.isEmpty() && place instanceof Place.Folder;
            places.put(first ? DagFileQueries.FIRST_BUNDLE : place.toString(), place);
        }
        if (examples && Files.isDirectory(installation.examples())) {
            places.put(EXAMPLES, Place.folder(installation.examples()));
        }
        return new DagFolders(places, examples ? UNPAUSED_EXAMPLES : Set.of());
    }

    /** With one more place. */
    DagFolders and(Place place) {
        Map<String, Place> places = new LinkedHashMap<>(byBundle);
        places.put(place.toString(), place);
        return new DagFolders(places, unpaused);
    }

    /** Where uploaded DAG files go. */
    Optional<Path> forUploads() {
        return byBundle.get(DagFileQueries.FIRST_BUNDLE) instanceof Place.Folder(Path folder)
                ? Optional.of(folder)
                : Optional.empty();
    }

    /** The user's own places, for people. */
    String usersOwn() {
        return byBundle.entrySet().stream()
                .filter(e -> !e.getKey().equals(EXAMPLES))
                .map(e -> e.getValue().toString())
                .collect(Collectors.joining(", "));
    }
}
