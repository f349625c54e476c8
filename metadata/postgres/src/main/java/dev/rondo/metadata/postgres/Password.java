package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

/** The password of the server's only user: random, in a file that only the home's owner may read. */
final class Password {

    /** 192 bits: beyond guessing, and a multiple of three, so that Base64 needs no padding. */
    private static final int BYTES = 24;

    private Password() {}

    /**
     * Makes one for a home without data; a home with data must have kept its own. To be called under the start lock.
     */
    static String readOrMake(PostgresHome home) {
        try {
            if (Files.exists(home.password())) {
                return Files.readString(home.password()).strip();
            }
            if (Files.exists(home.data())) {
                throw new EmbeddedPostgresException(
                        Problem.DATA_UNUSABLE,
                        "embedded postgresql: " + home.password() + " is missing, so nobody can sign in to the data in "
                                + home.data()
                                + "; put it back from a backup, or move the data folder away to begin anew");
            }
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            String password = Base64.getUrlEncoder().encodeToString(secret);
            DurableFiles.write(home.password(), password + "\n", "rw-------");
            return password;
        } catch (IOException e) {
            throw IoFailure.explained("keep the password of the server in " + home.password(), e);
        }
    }
}
