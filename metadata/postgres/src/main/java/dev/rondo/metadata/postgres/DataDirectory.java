package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresConfig.Durability;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds the rows. It is made in a draft beside its place and moved there when it is whole, so a start
 * that was killed half way leaves a draft, which the next one deletes, and never half a data directory.
 *
 * <p>To be used under the start lock only.
 */
final class DataDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    /** initdb takes 1 s here, of which most is forcing a thousand files to disk: 20 s on a slow one. */
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);

    private static final String DRAFT = "data.initialising";

    private final PostgresHome home;
    private final Installation installation;
    private final Durability durability;

    DataDirectory(PostgresHome home, Installation installation, Durability durability) {
        this.home = home;
        this.installation = installation;
        this.durability = durability;
    }

    /** Makes it where it is missing, and checks what is there. */
    void prepare(ServerUser user) {
        try {
            deleteDrafts();
            if (Files.notExists(home.data())) {
                initialise(Files.createTempDirectory(home.folder(), DRAFT), user);
            }
            requireUsable();
            takeOver(user.owner());
        } catch (IOException e) {
            throw IoFailure.explained("prepare " + home.data(), e);
        }
    }

    /** The initdb of a killed start may still write to its own: what cannot be deleted now goes at the next start. */
    private void deleteDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(home.folder(), DRAFT + "*")) {
            for (Path draft : drafts) {
                try {
                    DurableFiles.deleteTree(draft);
                } catch (IOException e) {
                    LOG.atDebug().addKeyValue("folder", draft).setCause(e).log("half a data directory is still in use");
                }
            }
        }
    }

    private void initialise(Path draft, ServerUser user) throws IOException {
        LOG.atInfo().addKeyValue("folder", home.data()).log("creating the data directory");
        // initdb may run as another OS user, who reads its own copy of the password and nothing else of ours.
        DurableFiles.write(draft.resolve("password"), Files.readString(home.password()), "rw-------");
        DurableFiles.changeOwner(draft, user.owner());
        OsCommand.Result result = OsCommand.run(user.command(initdb(draft)), home.folder(), INITDB_LIMIT);
        if (!result.ok()) {
            Problem problem = IoFailure.classify(result.output());
            DurableFiles.deleteTree(draft);
            throw new EmbeddedPostgresException(
                    problem,
                    "embedded postgresql: initdb failed for " + home.data() + ": " + result.output()
                            + IoFailure.remedy(problem));
        }
        DurableFiles.moveInto(draft.resolve("data"), home.data());
        DurableFiles.deleteTree(draft);
    }

    private List<String> initdb(Path draft) {
        List<String> command = new ArrayList<>(List.of(
                installation.program("initdb").toString(),
                "--pgdata=" + draft.resolve("data"),
                "--pwfile=" + draft.resolve("password"),
                "--username=" + home.user(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The order of texts is then PostgreSQL's own: it does not change with the operating system's
                // libraries,
                // so indexes stay right when these are upgraded.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--text-search-config=simple",
                "--no-instructions"));
        if (durability == Durability.DISPOSABLE) {
            command.add("--no-sync");
        }
        return command;
    }

    private void requireUsable() throws IOException {
        Path versionFile = home.data().resolve("PG_VERSION");
        if (Files.notExists(versionFile)) {
            throw new EmbeddedPostgresException(
                    Problem.DATA_UNUSABLE,
                    "embedded postgresql: " + home.data() + " is there but is no data directory (it has no PG_VERSION);"
                            + " move it away, and an empty one is made");
        }
        String major = Files.readString(versionFile).strip();
        if (!major.equals(installation.major())) {
            throw new EmbeddedPostgresException(
                    Problem.DATA_OF_ANOTHER_VERSION,
                    "embedded postgresql: " + home.data() + " was made by PostgreSQL " + major + ", this Rondo brings "
                            + installation.version()
                            + ", which cannot read it; start the Rondo that made it and move the"
                            + " rows with pg_dump and psql, or choose another home folder with RONDO_HOME");
        }
    }

    /** Root may have run the server as someone else before: in another container, or by another release of ours. */
    private void takeOver(UserPrincipal owner) throws IOException {
        UserPrincipal present = Files.getOwner(home.data());
        if (!present.equals(owner)) {
            LOG.atInfo().addKeyValue("from", present).addKeyValue("to", owner).log("data directory changes its owner");
            DurableFiles.changeOwner(home.data(), owner);
        }
    }
}
