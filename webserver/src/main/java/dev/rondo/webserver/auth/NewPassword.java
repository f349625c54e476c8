package dev.rondo.webserver.auth;

import dev.rondo.webserver.rest.ProblemException;

/** What holds for every password that somebody chooses. */
final class NewPassword {

    private static final int MIN = 8;

    private NewPassword() {}

    /**
     * The password, if it can be one.
     *
     * @throws ProblemException 422 otherwise
     */
    static String checked(String where, String password, String username) {
        if (password.length() < MIN || password.length() > AuthRoutes.MAX_PASSWORD) {
            throw ProblemException.invalid(
                    where, "it must have " + MIN + " to " + AuthRoutes.MAX_PASSWORD + " characters");
        }
        // A sign-in strips nothing, but what reads a password from a file or a variable does.
        if (!password.equals(password.strip()) || password.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(where, "it begins or ends with a space, or has a control character");
        }
        if (password.equalsIgnoreCase(username)) {
            throw ProblemException.invalid(where, "it is the name of the user");
        }
        return password;
    }
}
