package dev.rondo.metadata.codegen;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Migrations;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Migrates a fresh database and writes the jOOQ classes of its tables. Arguments: folder of the migrations, folder to
 * write into, package. Does nothing when the folder holds what the same migrations and the same generator gave.
 */
public final class CodegenMain {

    private CodegenMain() {}

    public static void main(String[] args) throws Exception {
        // In a Turkish locale the generator does not recognise its own type name INSTANT (found by our tests' locale).
        Locale.setDefault(Locale.ROOT);
        Path migrations = Path.of(args[0]);
        Path target = Path.of(args[1]);
        String packageName = args[2];
        Path stamp = target.resolve("generated-from");
        String fingerprint = Fingerprint.of(migrations, packageName);
        if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
            return;
        }
        try (TestServer server = TestServer.start();
                TestDatabase database = server.emptyDatabase()) {
            Migrations.inFolder(migrations, database.settings()).migrate();
            GenerationTool.generate(configuration(database.settings(), target, packageName));
        }
        Files.writeString(stamp, fingerprint);
    }

    private static Configuration configuration(JdbcSettings database, Path target, String packageName) {
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(database.url())
                        .withUser(database.user())
                        .withPassword(database.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                // The one function is called by its name.
                                .withIncludeRoutines(false)
                                // Flyway's own table; and partitions, of which the running system makes more.
                                .withExcludes("flyway_schema_history|.*_p\\d+.*")
                                // Moments are Instants in all our code.
                                .withForcedTypes(new ForcedType()
                                        .withName("INSTANT")
                                        // A pattern with its blanks escaped: jOOQ compiles it with Pattern.COMMENTS.
                                        .withIncludeTypes("timestamp\\ with\\ time\\ zone")))
                        .withGenerate(new Generate()
                                .withGeneratedAnnotation(true)
                                .withGeneratedAnnotationDate(false)
                                .withComments(false)
                                .withGlobalRoutineReferences(false))
                        .withTarget(new Target()
                                .withPackageName(packageName)
                                .withDirectory(target.toString())
                                .withEncoding("UTF-8")));
    }
}
