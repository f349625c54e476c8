package dev.rondo.webserver.dagfile;

import dev.rondo.metadata.command.AuditStore;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.query.DagFileQueries;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What became of a DAG file, and uploads of DAG files into the dags folder. Ours: Airflow has neither. */
public final class DagFileRoutes {

    // RFC 9530.
    private static final String DIGEST = "Content-Digest";
    private static final Pattern SHA_256 = Pattern.compile("(?:^|.*,\\s*)sha-256=:([A-Za-z0-9+/]{43}=):.*");

    private final DagFileQueries files;
    private final AuditStore audit;
    private final Json json;
    private final InstantSource clock;
    private final @Nullable DagsFolder folder;

    /**
     * The routes.
     *
     * @param folder where uploads go; empty: there are none here
     */
    public DagFileRoutes(
            DagFileQueries files, AuditStore audit, Json json, InstantSource clock, Optional<Path> folder) {
        this.files = files;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        this.folder = folder.map(DagsFolder::new).orElse(null);
    }

    /** Removes what uploads left that were cut off when the last server ended. */
    public void clear() {
        if (folder != null) {
            folder.clear(clock.instant());
        }
    }

    /**
     * What the server knows of a file.
     *
     * @param sha256 of the bytes that were read last; null: none were
     * @param seenAt when it was seen as it was read last; null: it was never seen
     * @param activeAt when that came into force; null: it is not in force
     * @param dagIds of its DAGs that are in force
     * @param importError why what was read last is not in force; null: it is
     * @param takesUploads whether files can be uploaded to this server
     */
    record DagFile(
            String fileName,
            @Nullable String sha256,
            @Nullable Instant seenAt,
            @Nullable Instant activeAt,
            List<String> dagIds,
            @Nullable ImportError importError,
            boolean takesUploads) {}

    record ImportError(
            String code,
            String message,
            @Nullable String dagClass,
            @Nullable Integer line) {}

    record Uploaded(String fileName, String sha256, long bytes, boolean replaced) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/dagFiles/{file_name}", Role.VIEWER, this::one);
        api.put(Api.ROOT + "/dagFiles/{file_name}", Role.OP, this::upload);
    }

    private DagFile one(Request request) {
        String name = DagFileName.checked(request.path("file_name"));
        String bundle = request.query("bundle_name");
        DagFileQueries.FileRow row = files.find(bundle == null ? DagFileQueries.FIRST_BUNDLE : bundle, name);
        DagFileQueries.Problem problem = row.problem();
        return new DagFile(
                name,
                row.sha256(),
                row.seenAt(),
                problem == null ? row.readAt() : null,
                row.dagIds(),
                problem == null
                        ? null
                        : new ImportError(
                                problem.code(),
                                problem.message(),
                                problem.dagClass(),
                                problem.line() == 0 ? null : problem.line()),
                folder != null);
    }

    private Uploaded upload(Request request) throws IOException {
        String name = DagFileName.checked(request.path("file_name"));
        Optional<String> digest = request.header(DIGEST).map(DagFileRoutes::sha256);
        if (folder == null) {
            throw new ProblemException(
                    409,
                    "NO_DAGS_FOLDER",
                    "this server has no folder for DAG files: start the webserver with --dags FOLDER, one that a DAG"
                            + " processor watches, or put the file there yourself");
        }
        DagsFolder.Stored stored = folder.put(name, request.content(), digest, good -> record(request, good));
        return new Uploaded(stored.fileName(), stored.sha256(), stored.bytes(), stored.replaced());
    }

    // Before it takes effect: nothing is in force of which nobody knows where it came from.
    private void record(Request request, DagsFolder.Stored file) {
        String body = json.text(Map.of("file_name", file.fileName(), "sha256", file.sha256(), "bytes", file.bytes()));
        audit.write(
                new AuditTrail.Entry(
                        request.caller().username(),
                        CommandSender.source(request),
                        request.remoteAddress(),
                        request.caller().tokenName(),
                        "UploadDagFile",
                        body),
                change(file),
                clock.instant());
    }

    private Change change(DagsFolder.Stored file) {
        String seen = file.replaced()
                ? files.find(DagFileQueries.FIRST_BUNDLE, file.fileName()).sha256()
                : null;
        JsonObject after = JsonObject.builder().put("sha256", file.sha256()).build();
        // One that no DAG processor has read yet is told of without its hash.
        JsonObject before = seen == null
                ? JsonObject.EMPTY
                : JsonObject.builder().put("sha256", seen).build();
        return new Change(file.replaced() ? before : null, after);
    }

    private static String sha256(String header) {
        Matcher found = SHA_256.matcher(header);
        if (!found.matches()) {
            throw ProblemException.invalid(DIGEST, "write sha-256=:BASE64:, as RFC 9530 has it, or leave it out");
        }
        return HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(1)));
    }
}
