package dev.rondo.metadata;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The schema's steps as this release brings them, compared with those that a database has: the same, as at nearly every
 * start, and Flyway with its scanning and its connections of its own, which took a fifth of a start, is not needed.
 * Whatever is not the same is Flyway's to explain and to mend.
 */
final class BundledSteps {

    private static final String FOLDER = "db/migration/";

    // A jar cannot be listed without opening it; a test holds this list against the folder.
    private static final String LIST = FOLDER + "steps";

    private static final String TAKEN =
            "select version, checksum, type, success from flyway_schema_history order by installed_rank";

    private final Function<String, @Nullable InputStream> resources;

    private BundledSteps(Function<String, @Nullable InputStream> resources) {
        this.resources = resources;
    }

    static BundledSteps onClassPath() {
        return new BundledSteps(BundledSteps.class.getClassLoader()::getResourceAsStream);
    }

    /** Steps from elsewhere; empty where a name is unknown. */
    static BundledSteps from(Function<String, @Nullable InputStream> resources) {
        return new BundledSteps(resources);
    }

    /** Whether exactly these were taken, as they are. False also where this cannot be told. */
    boolean areTakenIn(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TAKEN)) {
            List<Step> taken = new ArrayList<>();
            while (rows.next()) {
                if (!"SQL".equals(rows.getString(3)) || !rows.getBoolean(4)) {
                    return false; // failed, or not by us
                }
                taken.add(new Step(String.valueOf(rows.getString(1)), rows.getInt(2)));
            }
            return !taken.isEmpty() && taken.equals(bundled());
        } catch (SQLException e) {
            return false; // an empty database, or one that does not answer: Flyway says which
        }
    }

    private record Step(String version, int checksum) {}

    private List<Step> bundled() {
        List<Step> steps = new ArrayList<>();
        for (String name : lines(LIST)) {
            int end = name.indexOf("__");
            if (!name.startsWith("V") || end < 0) {
                throw new IllegalStateException(LIST + " names '" + name + "', which is no step");
            }
            steps.add(new Step(name.substring(1, end), checksum(lines(FOLDER + name))));
        }
        return steps;
    }

    // As Flyway reckons it: the ends of lines do not count.
    private static int checksum(List<String> lines) {
        CRC32 sum = new CRC32();
        lines.forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }

    private List<String> lines(String name) {
        try (InputStream in = resources.apply(name)) {
            return in == null
                    ? List.of()
                    : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " on the class path", e);
        }
    }
}
