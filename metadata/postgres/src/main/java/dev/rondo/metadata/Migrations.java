package dev.rondo.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema's numbered steps, {@code V<number>__<name>.sql}: expand first, contract in a later release. */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private static final String RUN = "rondo db migrate";

    private static final String UNKNOWN =
            "is unknown to this release: a newer Rondo migrated it; start that release, or a newer one";

    private final Flyway flyway;
    private final IndexesAhead indexes;

    private Migrations(JdbcSettings database, String location, Function<String, @Nullable InputStream> scripts) {
        this.flyway = Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .callbacks(new Unhurried())
                .locations(location)
                .loggers("slf4j")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load();
        this.indexes = new IndexesAhead(flyway.getConfiguration().getDataSource(), scripts);
    }

    /** The steps that this release brings. */
    public static Migrations bundled(JdbcSettings database) {
        return new Migrations(
                database,
                "classpath:db/migration",
                script -> Migrations.class.getClassLoader().getResourceAsStream("db/migration/" + script));
    }

    /** The steps in a folder, for code generation, which runs before they are on a class path. */
    public static Migrations inFolder(Path folder, JdbcSettings database) {
        return new Migrations(database, "filesystem:" + folder.toAbsolutePath(), script -> open(folder, script));
    }

    private static InputStream open(Path folder, String script) {
        try {
            return Files.newInputStream(folder.resolve(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes the missing steps, each in its own transaction; several processes may try at once, one does it. Servers of
     * the release before may work meanwhile: indexes of large tables are made before the transaction of their step, see
     * {@link IndexesAhead}, and a step that others are in the way of waits without holding them up, see
     * {@link Unhurried}, for as long as they are. Needs the right to create tables.
     *
     * @return how many steps were taken
     * @throws SchemaException if one fails, or the database has steps that this release does not know
     * @throws DatabaseUnavailableException it went away; steps that were taken stay
     */
    public int migrate() {
        try {
            MigrationInfoService steps = steps();
            for (MigrationInfo step : steps.all()) {
                if (isUnknown(step.getState())) {
                    throw problem(step, String.valueOf(step.getVersion()), UNKNOWN);
                }
            }
            return makeIndexes(steps.pending()) + take(flyway);
        } catch (FlywayException e) {
            throw SqlStates.isConnectionLost(e)
                    ? gone(e)
                    : new SchemaException("the database could not be migrated: " + e.getMessage(), e);
        }
    }

    private static DatabaseUnavailableException gone(FlywayException e) {
        return new DatabaseUnavailableException("the database went away while its schema was looked at", e);
    }

    /** What is known of the steps; that Flyway cannot ask is a database that is not there, and no mistake of a step. */
    private MigrationInfoService steps() {
        try {
            return flyway.info();
        } catch (FlywayException e) {
            throw SqlStates.isConnectionLost(e) ? gone(e) : e;
        }
    }

    /**
     * Makes indexes of large tables for the steps to come, each when the steps before it were taken; tells how many.
     */
    private int makeIndexes(MigrationInfo[] missing) {
        int taken = 0;
        MigrationVersion before = null;
        for (MigrationInfo step : missing) {
            if (indexes.areIn(step.getScript())) {
                if (before != null) {
                    taken += take(Flyway.configure()
                            .configuration(flyway.getConfiguration())
                            .target(before)
                            .load());
                }
                indexes.make(step.getScript());
            }
            before = step.getVersion();
        }
        return taken;
    }

    /** Takes steps; again where one gave way to others, for then nothing of it has happened. Tells how many. */
    private static int take(Flyway steps) {
        int taken = 0;
        while (true) {
            int missing = steps.info().pending().length;
            try {
                return taken + steps.migrate().migrationsExecuted;
            } catch (FlywayException e) {
                if (!SqlStates.isLockMissed(e)) {
                    throw e;
                }
                LOG.atDebug().setCause(e).log("a step gave way to transactions that were there before, trying again");
                taken += missing - steps.info().pending().length;
            }
        }
    }

    /**
     * Version of the newest step that was taken; {@code none} where none was.
     *
     * @throws DatabaseUnavailableException the database does not answer
     */
    public String newestTaken() {
        MigrationInfo newest = steps().current();
        return newest == null ? "none" : String.valueOf(newest.getVersion());
    }

    /**
     * Looks whether the schema is this release's.
     *
     * @throws SchemaException if a step is missing, failed, or unknown to this release
     * @throws DatabaseUnavailableException the database does not answer
     */
    public void requireCurrent() {
        MigrationInfoService steps = steps();
        MigrationInfo newest = steps.current();
        if (newest == null) {
            throw new SchemaException("the database has no schema of Rondo yet; run: " + RUN);
        }
        for (MigrationInfo step : steps.all()) {
            String problem = problemOf(step);
            if (problem != null) {
                throw problem(step, String.valueOf(newest.getVersion()), problem);
            }
        }
    }

    private static boolean isUnknown(MigrationState state) {
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.MISSING_SUCCESS;
    }

    private static SchemaException problem(MigrationInfo step, String version, String problem) {
        return new SchemaException("the database's schema has version " + version + ", but step " + step.getVersion()
                + " (" + step.getDescription() + ") " + problem);
    }

    private static @Nullable String problemOf(MigrationInfo step) {
        MigrationState state = step.getState();
        if (state == MigrationState.PENDING) {
            return "of this release is missing; run: " + RUN;
        }
        if (isUnknown(state)) {
            return UNKNOWN;
        }
        return state.isFailed() ? "failed half way; mend what its error said and run: " + RUN : null;
    }
}
