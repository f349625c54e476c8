package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where things are: the folder {@code postgres} in the home folder, as a real path, so that one home reached by two
 * names is still one home.
 *
 * @param folder {@code RONDO_HOME/postgres}
 */
record PostgresHome(Path folder) {

    /** pg_ctl hands paths to a shell within double quotes and does not escape them. */
    private static final String UNUSABLE_CHARACTERS = "\"$`\\\n\r";

    static PostgresHome create(Path home) {
        try {
            Files.createDirectories(home);
            Path folder = home.toRealPath().resolve("postgres");
            refuseUnusableCharacters(folder);
            if (!Files.isDirectory(folder)) {
                createPrivately(folder);
            }
            PostgresHome created = new PostgresHome(folder);
            Files.createDirectories(created.users());
            return created;
        } catch (IOException e) {
            throw IoFailure.explained("use the home folder " + home, e);
        }
    }

    /** The one of a home that is there already; empty where it has none. */
    static Optional<PostgresHome> find(Path home) {
        try {
            PostgresHome found = new PostgresHome(home.toRealPath().resolve("postgres"));
            return Files.exists(found.password()) ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no such folder, or nothing to be seen in it
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Password of the server's only user; readable by the owner of the home alone. */
    Path password() {
        return folder.resolve("password");
    }

    Path port() {
        return folder.resolve("port");
    }

    Path serverConf() {
        return folder.resolve("server.conf");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    Path startLock() {
        return folder.resolve("start.lock");
    }

    /** One locked file for every process that uses the server. */
    Path users() {
        return folder.resolve("users");
    }

    Path postmasterPid() {
        return data().resolve("postmaster.pid");
    }

    /** The server's superuser. */
    String user() {
        return "rondo";
    }

    /** Named after the user, as PostgreSQL's own default does. */
    String database() {
        return user();
    }

    private static void createPrivately(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void refuseUnusableCharacters(Path folder) {
        String text = folder.toString();
        for (int i = 0; i < text.length(); i++) {
            if (UNUSABLE_CHARACTERS.indexOf(text.charAt(i)) >= 0) {
                throw new EmbeddedPostgresException(
                        Problem.HOME_PATH_UNUSABLE,
                        "the embedded PostgreSQL cannot live in " + folder
                                + ": its start script cannot carry the character '"
                                + text.charAt(i) + "' at position " + i
                                + "; choose a home folder without quotes, $, ` and \\ in its path");
            }
        }
    }
}
