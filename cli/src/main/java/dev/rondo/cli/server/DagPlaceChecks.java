package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Home;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.webserver.dagfile.DagsFolder;
import dev.rondo.webserver.rest.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where DAG files are to be: folders that can be read with jars that are whole, buckets that answer. */
final class DagPlaceChecks {

    private final Home home;
    private final Map<String, String> environment;

    DagPlaceChecks(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Those that were named; none: that of the home. */
    List<Finding> places(List<String> named) {
        if (named.isEmpty()) {
            return Files.exists(home.dags()) ? folder(home.dags()) : List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (String each : named) {
            try {
                findings.addAll(
                        switch (Place.of("--dags", each, environment)) {
                            case Place.Folder(Path path) -> folder(path);
                            case Place.InBucket bucket -> bucket(bucket);
                        });
            } catch (CommandException e) {
                findings.add(unreachable(each, e));
            }
        }
        return findings;
    }

    /** Where jars and logs are kept. */
    List<Finding> storage(ServerOptions server) {
        try {
            return switch (server.storage(environment)) {
                case Place.Folder(Path path) ->
                    !Files.exists(path) || Files.isDirectory(path) && Files.isWritable(path)
                            ? List.of()
                            : List.of(Finding.error(
                                    "STORAGE_NOT_WRITABLE",
                                    "the folder of jars and logs cannot be written",
                                    path.toString(),
                                    "give the user " + System.getProperty("user.name")
                                            + " rights to it, or set RONDO_STORAGE to another"));
                case Place.InBucket bucket -> bucket(bucket);
            };
        } catch (CommandException e) {
            return List.of(unreachable("RONDO_STORAGE", e));
        }
    }

    private static List<Finding> folder(Path folder) {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of(Finding.error(
                    "DAGS_FOLDER_UNREADABLE",
                    Files.isDirectory(folder) ? "the folder of DAGs cannot be read" : "there is no such folder of DAGs",
                    folder.toString(),
                    "make it, and give the user " + System.getProperty("user.name") + " rights to it"));
        }
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> file(file, findings));
        } catch (IOException | UncheckedIOException e) {
            findings.add(Finding.error(
                    "DAGS_FOLDER_UNREADABLE",
                    "not all of the folder of DAGs can be read: " + e.getMessage(),
                    folder.toString(),
                    "give the user " + System.getProperty("user.name") + " rights to what is in it"));
        }
        return findings;
    }

    private static void file(Path file, List<Finding> findings) {
        if (DagsFolder.isPart(file)) {
            findings.add(Finding.warning(
                    "UPLOAD_LEFT",
                    "an upload that goes on, or was cut off",
                    file.toString(),
                    "nobody uploads? Delete it; the next server that starts ten minutes later does so too"));
            return;
        }
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".jar")) {
            return;
        }
        try {
            DagsFolder.requireWhole(file);
        } catch (ProblemException | IOException e) {
            findings.add(Finding.error(
                    "JAR_BROKEN",
                    e instanceof ProblemException problem
                            ? problem.detail().replaceFirst("^body: ", "")
                            : "it cannot be read: " + e.getMessage(),
                    file.toString(),
                    "build it again and put it there whole: rondo dags deploy " + name));
        }
    }

    private static List<Finding> bucket(Place.InBucket place) {
        try (BucketClients clients = new BucketClients();
                Bucket bucket = clients.open(place.uri().bucket(), place.access())) {
            var ignored = bucket.list(place.uri().prefix());
            return List.of();
        } catch (BucketException | CommandException e) {
            return List.of(unreachable(place.toString(), e));
        } catch (IOException e) {
            return List.of(); // what was loaded for it cannot be closed
        }
    }

    private static Finding unreachable(String place, Exception e) {
        return Finding.error(
                "BUCKET_UNREACHABLE",
                String.valueOf(e.getMessage()),
                place,
                "see RONDO_GCS_CREDENTIALS and RONDO_GCS_ENDPOINT in docs/guide/buckets.md");
    }
}
