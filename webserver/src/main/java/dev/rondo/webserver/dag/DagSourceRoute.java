package dev.rondo.webserver.dag;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.VersionRow;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The text of a DAG that was dropped as a {@code .java} file: its jar keeps it. */
public final class DagSourceRoute {

    private static final String FOLDER = "META-INF/rondo/";

    // A source file of a person; more is no text anybody wrote.
    private static final int MAX_BYTES = 4 << 20;

    private final DagQueries dags;
    private final DagLookup lookup;
    private final BlobStore blobs;
    private final Json json;

    public DagSourceRoute(DagQueries dags, DagLookup lookup, BlobStore blobs, Json json) {
        this.dags = dags;
        this.lookup = lookup;
        this.blobs = blobs;
        this.json = json;
    }

    record Source(@Nullable String content, String dagId, int versionNumber, String dagDisplayName) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.stream(Api.ROOT + "/dagSources/{dag_id}", Role.VIEWER, this::answer);
    }

    private void answer(Request request) throws IOException {
        var dag = lookup.require(request);
        Integer number = request.integer("version_number");
        VersionRow version = number == null
                ? dags.versions(java.util.List.of(dag.versionId())).get(dag.versionId())
                : Versions.require(dags, dag.dagId(), number);
        if (version == null) {
            throw new IllegalStateException("version " + dag.versionId() + " of " + dag.dagId() + " is gone");
        }
        if (dags.isOfOthers(version.bundleName(), version.fileName(), request.dags())) {
            throw new ProblemException(
                    403,
                    "SOURCE_OF_OTHERS",
                    version.fileName() + " defines other DAGs too, which you may not read; whoever may read all of them"
                            + " can show it to you");
        }
        Optional<String> source = source(version);
        if (request.accepts("text/plain")) {
            request.context()
                    .contentType("text/plain; charset=utf-8")
                    .result(source.orElseThrow(() -> ProblemException.notFound(
                            "NO_SOURCE", version.fileName() + " is a jar: it has no source here")));
        } else {
            request.context()
                    .contentType("application/json")
                    .result(json.bytes(new Source(source.orElse(null), dag.dagId(), version.number(), dag.dagId())));
        }
    }

    private Optional<String> source(VersionRow version) throws IOException {
        if (!version.fileName().endsWith(".java")) {
            return Optional.empty();
        }
        String name = FOLDER + version.fileName().substring(version.fileName().lastIndexOf('/') + 1);
        Optional<BlobStore.Blob> jar = blobs.find(version.jarHash());
        if (jar.isEmpty()) {
            return Optional.empty();
        }
        try (ZipInputStream zip = new ZipInputStream(jar.get().content())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return Optional.of(new String(zip.readNBytes(MAX_BYTES), UTF_8));
                }
            }
        }
        return Optional.empty();
    }
}
