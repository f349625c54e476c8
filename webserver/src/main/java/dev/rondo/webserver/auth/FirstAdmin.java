package dev.rondo.webserver.auth;

import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;

/**
 * Makes the user {@code admin} of an installation that has no user yet, with a password in a file only its owner reads.
 */
public final class FirstAdmin {

    /** The name of the first user. */
    public static final String USERNAME = "admin";

    /** The file in the home that holds its first password. */
    public static final String FILE = "admin-password";

    private final UserStore users;
    private final Passwords passwords;
    private final InstantSource clock;

    public FirstAdmin(UserStore users, Passwords passwords, InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * Makes the user if there is none at all.
     *
     * @return whether it was made; its password is then in {@value #FILE} of the home
     * @throws IOException when the file cannot be written; there is no user then either
     */
    public boolean ensure(Path home) throws IOException {
        if (!users.isEmpty()) {
            return false;
        }
        String password = passwords.random();
        // First the file, then the user: killed in between, the next start makes both anew.
        write(home.resolve(FILE), password);
        return users.add(
                new UserStore.User(USERNAME, passwords.hash(password), Role.ADMIN.wireName()), clock.instant());
    }

    private static void write(Path file, String password) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("there is no folder to keep " + file + " in");
        }
        Files.createDirectories(parent);
        // Never readable by others, not even between its creation and a chmod.
        Path fresh = Files.createTempFile(
                parent,
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, password + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
