package dev.rondo.runtime.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces known secrets in text by {@code ***}, also where they stand URL-encoded, in base64 or escaped as JSON.
 * Values shorter than {@value #MIN_LENGTH} characters are not masked: they would blacken ordinary words.
 */
public final class SecretMasker {

    /** Shortest value that is masked. */
    public static final int MIN_LENGTH = 5;

    private static final String MASK = "***";

    // Replaced as a whole by add, read without a lock by every line. Longest first, so that a secret inside a longer
    // one leaves no rest of it behind.
    private volatile List<String> forms = List.of();

    /** Masks this value from now on. */
    public synchronized void add(String secret) {
        if (secret.length() < MIN_LENGTH) {
            return;
        }
        Set<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(forms);
        all.add(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        all.add(Base64.getEncoder().encodeToString(bytes));
        all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        String escaped = secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        all.add(escaped);
        forms = List.copyOf(all);
    }

    /** The text with every known secret replaced. */
    public String mask(String text) {
        String masked = text;
        for (String form : forms) {
            if (masked.contains(form)) {
                masked = masked.replace(form, MASK);
            }
        }
        return masked;
    }
}
