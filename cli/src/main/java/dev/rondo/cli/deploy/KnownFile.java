package dev.rondo.cli.deploy;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a server knows of a DAG file.
 *
 * @param sha256 of the bytes it read last; empty: none
 * @param dagIds of the file's DAGs that are in force
 * @param problem why what it read last is not in force; empty: it is
 * @param seenAt when it saw that; empty: never
 * @param activeAt when that came into force; empty: it is not
 * @param takesUploads whether files can be uploaded to it
 */
record KnownFile(
        String sha256, List<String> dagIds, String problem, String seenAt, String activeAt, boolean takesUploads) {

    static String path(String fileName) {
        return "/api/v2/dagFiles/" + Paths.encode(fileName);
    }

    /**
     * Asks the server.
     *
     * @param bundle the place of the file, where it is not the folder that uploads go to
     */
    static KnownFile ask(ApiClient api, Optional<String> bundle, String fileName) {
        JsonObject answer = api.get(path(fileName)
                + bundle.map(name -> "?bundle_name=" + Paths.encode(name)).orElse(""));
        List<String> dagIds = answer.get("dag_ids") instanceof JsonArray ids
                ? ids.elements().stream().map(Output::text).toList()
                : List.of();
        return new KnownFile(
                Output.text(answer.get("sha256")),
                dagIds,
                answer.get("import_error") instanceof JsonObject error ? problem(fileName, error) : "",
                Output.text(answer.get("seen_at")),
                Output.text(answer.get("active_at")),
                Output.text(answer.get("takes_uploads")).equals("true"));
    }

    private static String problem(String fileName, JsonObject error) {
        String line = Output.text(error.get("line"));
        return fileName + (line.isEmpty() ? "" : ":" + line) + ": " + Output.text(error.get("code")) + ": "
                + Output.text(error.get("message"));
    }

    /** When it was seen and came into force, for people. */
    String times() {
        return seenAt.isEmpty() || activeAt.isEmpty()
                ? ""
                : " (seen " + time(seenAt) + ", active " + time(activeAt) + " UTC)";
    }

    private static String time(String instant) {
        return Instant.parse(instant)
                .atOffset(ZoneOffset.UTC)
                .toLocalTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    /** Whether that file is what it read last. */
    boolean is(DagFile file) {
        return sha256.equals(file.sha256());
    }

    /** Why what it read last is not in force. */
    Optional<String> findProblem() {
        return Optional.of(problem).filter(text -> !text.isEmpty());
    }
}
