package dev.rondo.metadata.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.TableCopies;
import dev.rondo.metadata.TableCopies.Table;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes an environment into a file, and makes one of a file: all tables, and the jars and large values of the store.
 * Secrets stay sealed: whoever has the file without the keys of the home cannot read them. Logs of tasks are no part.
 *
 * <p>Both go through the rows as they come and need no memory for them.
 */
public final class EnvironmentExport {

    private static final String TABLES = "tables/";
    private static final String FILES = "files/";

    private final Database database;
    private final BlobStore store;

    public EnvironmentExport(Database database, BlobStore store) {
        this.database = database;
        this.store = store;
    }

    /**
     * What was written or read.
     *
     * @param rows by table, those without rows left out
     * @param files how many jars and large values
     * @param missing hashes of those that the store does not have: an export is made without them
     */
    public record Summary(Map<String, Long> rows, int files, List<String> missing) {
        public Summary {
            rows = Map.copyOf(rows);
            missing = List.copyOf(missing);
        }

        /** Rows of all tables. */
        public long allRows() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Writes everything as it is at this moment. The file is there when it is whole, and replaces one of its name. Of
     * one that is killed a hidden {@code .part} file is left, which nobody needs.
     *
     * @param release of Rondo, for people
     */
    public Summary write(Path file, String release, Instant now) throws IOException {
        // A name of its own: of two exports to one file, as a slow one and the next day's, each writes its own.
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName() + ".", ".part");
        try (TableCopies copies = TableCopies.toRead(database.settings())) {
            Summary summary;
            try (ExportFile.Writer out = new ExportFile.Writer(part)) {
                summary = write(out, copies, release, now);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return summary;
        } finally {
            boolean ignored = Files.deleteIfExists(part);
        }
    }

    private Summary write(ExportFile.Writer out, TableCopies copies, String release, Instant now) throws IOException {
        List<Table> tables = copies.tables();
        byte[] first = first(tables, copies.sequences(), release, now).toJson().getBytes(UTF_8);
        out.part(ExportFile.FIRST, to -> to.write(first));
        Map<String, Long> rows = new TreeMap<>();
        for (Table table : tables) {
            out.part(TABLES + table.name(), to -> count(rows, table, copies.write(table, to)));
        }
        int files = 0;
        List<String> missing = new ArrayList<>();
        for (String hash : copies.files()) {
            Optional<BlobStore.Blob> found = store.find(hash);
            if (found.isEmpty()) {
                missing.add(hash);
                continue;
            }
            try (InputStream content = found.get().content()) {
                out.part(FILES + hash, content::transferTo);
            }
            files++;
        }
        out.end();
        return new Summary(rows, files, missing);
    }

    private static void count(Map<String, Long> rows, Table table, long count) {
        if (count > 0) {
            rows.put(table.name(), count);
        }
    }

    private JsonObject first(List<Table> tables, Map<String, Long> sequences, String release, Instant now) {
        Map<String, JsonValue> columns = new LinkedHashMap<>();
        tables.forEach(table -> columns.put(
                table.name(),
                JsonArray.of(table.columns().stream().map(JsonString::new).toList())));
        Map<String, JsonValue> last = new LinkedHashMap<>();
        sequences.forEach((name, value) -> last.put(name, JsonNumber.of(value)));
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("format", JsonNumber.of(ExportFile.FORMAT));
        members.put("release", new JsonString(release));
        members.put("schema", new JsonString(database.schemaVersion()));
        members.put("exported_at", new JsonString(now.toString()));
        members.put("tables", JsonObject.of(columns));
        members.put("sequences", JsonObject.of(last));
        return JsonObject.of(members);
    }

    /**
     * Fills an empty database and the store. The file is read whole before anything is written; the tables are written
     * in one transaction, so that nothing stays of an import that ends half way but files of the store that nobody
     * names.
     *
     * @throws ExportException when the file is not whole, is another schema's, or the database is not empty
     */
    public Summary read(Path file) throws IOException {
        JsonObject first = checked(file);
        try (TableCopies copies = TableCopies.toWrite(database.settings())) {
            Optional<String> full = copies.firstWithRows();
            if (full.isPresent()) {
                throw new ExportException("the database is not empty: table " + full.get()
                        + " has rows; import into a new one, made by `rondo db migrate` and not yet started on");
            }
            Import work = new Import(copies, first);
            ExportFile.read(file, work);
            work.sequences();
            copies.commit();
            return new Summary(work.rows, work.files, List.of());
        }
    }

    private JsonObject checked(Path file) throws IOException {
        List<JsonObject> found = new ArrayList<>();
        ExportFile.read(file, (name, content) -> {
            if (name.equals(ExportFile.FIRST)) {
                JsonObject first = ExportFile.json(file, content);
                requireKnown(file, first);
                found.add(first);
            }
        });
        return found.getFirst();
    }

    private void requireKnown(Path file, JsonObject first) throws ExportException {
        int format = first.get("format") instanceof JsonNumber number ? number.toInt() : 0;
        String release = first.findString("release").orElse("another release");
        if (format != ExportFile.FORMAT) {
            throw new ExportException(file + " has format " + format + ", and this release reads " + ExportFile.FORMAT
                    + "; import it with " + release);
        }
        String schema = first.findString("schema").orElse("");
        if (!schema.equals(database.schemaVersion())) {
            throw new ExportException(file + " has schema version " + schema + ", and this database "
                    + database.schemaVersion() + "; import it with " + release
                    + ", and then let this release migrate that database");
        }
    }

    /** What an import has done so far. */
    private final class Import implements ExportFile.Reader {

        private final TableCopies copies;
        private final JsonObject first;
        private final Map<String, Table> tables = new HashMap<>();
        private final Map<String, Long> rows = new TreeMap<>();
        private int files;

        Import(TableCopies copies, JsonObject first) {
            this.copies = copies;
            this.first = first;
            copies.tables().forEach(table -> tables.put(table.name(), table));
        }

        @Override
        public void part(String name, InputStream content) throws IOException {
            if (name.startsWith(TABLES)) {
                Table table = written(name.substring(TABLES.length()));
                if (table.name().equals("dag_run")) {
                    count(rows, table, copies.read(table, content));
                    copies.makePartitions(PartitionStore.AHEAD, PartitionStore.RUNS_EACH);
                } else {
                    count(rows, table, copies.read(table, content));
                }
            } else if (name.startsWith(FILES)) {
                store.put(name.substring(FILES.length()), content);
                files++;
            }
        }

        /** The table with the columns that the file has, all of which must be there. */
        private Table written(String name) throws ExportException {
            Table here = tables.get(name);
            if (here == null || !here.columns().equals(columns(name))) {
                throw new ExportException("table " + name + " is not as it was where it was exported; import into a"
                        + " database that `rondo db migrate` of the same release has made");
            }
            return here;
        }

        private List<String> columns(String name) {
            return first.get("tables") instanceof JsonObject all && all.get(name) instanceof JsonArray columns
                    ? columns.elements().stream().map(Import::text).toList()
                    : List.of();
        }

        private static String text(@Nullable JsonValue value) {
            return value instanceof JsonString string ? string.value() : "";
        }

        void sequences() {
            if (first.get("sequences") instanceof JsonObject last) {
                for (String name : copies.sequences().keySet()) {
                    if (last.get(name) instanceof JsonNumber value) {
                        copies.goOn(name, value.toLong());
                    }
                }
            }
        }
    }
}
