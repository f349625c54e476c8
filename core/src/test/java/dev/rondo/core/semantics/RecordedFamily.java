package dev.rondo.core.semantics;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * One file of recorded decisions: its common fields and its cases.
 *
 * @param origin where it was read from, for messages
 * @param common the file's top-level fields ({@code order}, {@code setup}, {@code map_functions}, …)
 * @param cases in the order of the file; the order of the keys within them is kept too
 */
public record RecordedFamily(String origin, JsonNode common, List<RecordedCase> cases) {

    /** Every family there is; a folder may lack some of them. */
    static final List<String> NAMES = List.of(
            "assets",
            "backfill",
            "branch_skip",
            "catchup",
            "cron_timetable",
            "depends_on_past",
            "macros",
            "mapping",
            "pools_priority",
            "retries",
            "run_state",
            "trigger_rules");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public RecordedFamily {
        cases = List.copyOf(cases);
    }

    /**
     * Reads {@code NAME.json}, from the folder that {@code rondo.semantics.dir} names or from the resources.
     *
     * @throws UncheckedIOException if it is not there or holds something else
     */
    public static RecordedFamily load(String name) {
        return load(name, RecordedFolder.asked());
    }

    static RecordedFamily load(String name, RecordedFolder folder) {
        try (InputStream in = folder.path() == null
                ? resource(name)
                : Files.newInputStream(folder.path().resolve(name + ".json"))) {
            JsonNode file = JSON.readTree(in);
            List<RecordedCase> cases =
                    file.required("cases").valueStream().map(RecordedCase::new).toList();
            return new RecordedFamily(name + ".json of " + folder, file, cases);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ".json of " + folder, e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = RecordedFamily.class.getResourceAsStream("/semantics/" + name + ".json");
        if (in == null) {
            throw new IOException("no such resource");
        }
        return in;
    }
}
