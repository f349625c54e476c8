package dev.rondo.core.semantics;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One file of recorded decisions: its common fields and its cases.
 *
 * @param origin where it was read from, for messages
 * @param common the file's top-level fields ({@code order}, {@code setup}, {@code map_functions}, …)
 * @param cases in the order of the file; the order of the keys within them is kept too
 */
public record RecordedFamily(String origin, JsonNode common, List<RecordedCase> cases) {

    /**
     * Names a folder with files of the same names and form that are run instead; empty = the copies among the
     * resources.
     */
    private static final String FOLDER_PROPERTY = "rondo.semantics.dir";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public RecordedFamily {
        cases = List.copyOf(cases);
    }

    /** Reads {@code NAME.json}, from the folder that {@code rondo.semantics.dir} names or from the resources. */
    public static RecordedFamily load(String name) {
        return load(name, System.getProperty(FOLDER_PROPERTY, ""));
    }

    static RecordedFamily load(String name, String folder) {
        String file = name + ".json";
        try {
            return folder.isEmpty() ? fromResources(file) : fromFolder(Path.of(folder, file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recorded cases of '" + name + "'", e);
        }
    }

    private static RecordedFamily fromResources(String file) throws IOException {
        try (InputStream in = RecordedFamily.class.getResourceAsStream("/semantics/" + file)) {
            if (in == null) {
                throw new IOException("no resource /semantics/" + file);
            }
            return read("resource /semantics/" + file, in);
        }
    }

    private static RecordedFamily fromFolder(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        }
    }

    private static RecordedFamily read(String origin, InputStream in) throws IOException {
        JsonNode file = JSON.readTree(in);
        List<RecordedCase> cases =
                file.required("cases").valueStream().map(RecordedCase::new).toList();
        return new RecordedFamily(origin, file, cases);
    }
}
