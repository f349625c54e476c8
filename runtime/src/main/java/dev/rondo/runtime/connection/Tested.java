package dev.rondo.runtime.connection;

/**
 * What came of trying a connection.
 *
 * @param message what was tried and what came of it; it may quote what the other side said
 */
public record Tested(boolean passed, String message) {

    static Tested passed(String message) {
        return new Tested(true, message);
    }

    static Tested failed(String message) {
        return new Tested(false, message);
    }

    /** What an exception says, by its name where it says nothing. */
    static String words(Exception e) {
        String said = e.getMessage();
        return said == null || said.isBlank() ? e.getClass().getSimpleName() : said;
    }
}
