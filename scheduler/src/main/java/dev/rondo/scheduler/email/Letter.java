package dev.rondo.scheduler.email;

import dev.rondo.metadata.email.DueEmail;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an email says. Names and messages come from authors, users and exceptions: whatever they hold, a subject is one
 * line and each fact of the text another.
 */
record Letter(String subject, String text, String messageId) {

    private static final int MAX_SUBJECT = 200;

    private static final int MAX_MESSAGE = 4000;

    private static final int HASH_DIGITS = 32;

    static Letter of(DueEmail email) {
        String task = email.taskId() + (email.mapIndex() < 0 ? "" : "[" + email.mapIndex() + "]");
        boolean retry = email.kind().equals("retry");
        String what = retry ? "will be retried" : "failed";
        String subject = line(
                email.dagId() + "." + task + " " + what + " (run " + email.runId() + ", try " + email.tryNumber() + ")",
                MAX_SUBJECT);
        StringBuilder text = new StringBuilder();
        fact(text, "DAG", email.dagId());
        fact(text, "Run", email.runId());
        fact(text, "Task", task);
        fact(text, "Try", String.valueOf(email.tryNumber()));
        fact(text, "What", "the try failed; the task " + what);
        fact(text, "When", email.at().toString());
        fact(text, "Reason", email.reason() == null ? "unknown" : email.reason());
        if (email.message() != null) {
            fact(text, "Message", email.message());
        }
        text.append("\nIts log: rondo tasks logs ")
                .append(line(email.dagId() + " " + email.runId() + " " + email.taskId(), MAX_MESSAGE))
                .append('\n');
        return new Letter(subject, text.toString(), "<rondo." + hash(email.key()) + "@rondo.invalid>");
    }

    private static void fact(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(line(value, MAX_MESSAGE)).append('\n');
    }

    /** One line of it: everything that ends a line somewhere, or controls something, is a space. */
    private static String line(String text, int max) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(max).map(c -> isPlain(c) ? c : ' ').forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > max ? line + "…" : line.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
