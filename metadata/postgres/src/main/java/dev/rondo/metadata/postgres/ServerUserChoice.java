package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import dev.rondo.metadata.postgres.ServerUser.Other.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out as whom the server can run here, by trying. */
final class ServerUserChoice {

    /** Programs that answer at once; a hanging one (a network user directory) must not hang the start for long. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Made for this; and there on every system, if shared with other daemons. */
    private static final List<String> OTHER_USERS = List.of("postgres", "nobody");

    private final PostgresHome home;
    private final Installation installation;
    private final List<String> refusals = new ArrayList<>();

    ServerUserChoice(PostgresHome home, Installation installation) {
        this.home = home;
        this.installation = installation;
    }

    ServerUser choose() {
        try {
            Path probe = Files.createTempFile(home.folder(), "whoami", null);
            UserPrincipal self = Files.getOwner(probe);
            boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
            Files.delete(probe);
            if (!isRoot) {
                return new ServerUser.Same(self);
            }
            Optional<ServerUser> unmapped = tried(new ServerUser.Unmapped(self));
            return unmapped.isPresent() ? unmapped.get() : otherUser();
        } catch (IOException e) {
            throw IoFailure.explained("find an OS user for the server", e);
        }
    }

    private ServerUser otherUser() throws IOException {
        openTheWay();
        for (String name : OTHER_USERS) {
            Optional<UserPrincipal> user = lookUp(name);
            if (user.isEmpty()) {
                refusals.add("user " + name + ": there is none");
                continue;
            }
            String userId = idOf(name, "-u");
            String groupId = idOf(name, "-g");
            for (Tool tool : Tool.values()) {
                Optional<ServerUser> usable = tried(new ServerUser.Other(user.get(), tool, userId, groupId));
                if (usable.isPresent()) {
                    return usable.get();
                }
            }
        }
        throw new EmbeddedPostgresException(
                Problem.ROOT_NOT_ALLOWED,
                "embedded postgresql: this process runs as root, which the server refuses, and no other identity works for "
                        + home.folder() + ":\n  " + String.join("\n  ", refusals)
                        + "\nRun rondo as a plain user; or set RONDO_HOME to a folder that every user may enter, such as"
                        + " /var/lib/rondo; or use a PostgreSQL of your own with --database-url");
    }

    /** Only our own folder: who may enter the home folder and those above it is the user's decision. */
    private void openTheWay() throws IOException {
        Files.setPosixFilePermissions(home.folder(), PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** As that user, enters our folder and asks the server for its version. */
    private Optional<ServerUser> tried(ServerUser user) {
        String enterAndAsk = "cd " + ServerUser.shellWord(home.folder().toString()) + " && exec "
                + ServerUser.shellWord(installation.program("postgres").toString()) + " --version";
        List<String> command = user.command(List.of("sh", "-c", enterAndAsk));
        String failure;
        try {
            OsCommand.Result result = OsCommand.run(command, Path.of("/"), LIMIT);
            if (result.ok()) {
                return Optional.of(user);
            }
            failure = result.output();
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage()); // not installed
        }
        refusals.add(
                command.getFirst() + " as " + (user.isForeign() ? user.owner().getName() : "nobody") + ": " + failure);
        return Optional.empty();
    }

    private Optional<UserPrincipal> lookUp(String name) throws IOException {
        try {
            return Optional.of(home.folder()
                    .getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String idOf(String user, String option) throws IOException {
        return OsCommand.run(List.of("id", option, user), Path.of("/"), LIMIT).output();
    }
}
