package dev.rondo.runtime.log;

import dev.rondo.sdk.internal.json.JsonString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
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

    // Guarded by this: what was given so far. A body that asks for the same a thousand times adds nothing.
    private final Set<String> known = new HashSet<>();

    /** Masks these values from now on. */
    public synchronized void add(Collection<String> secrets) {
        if (!known.addAll(secrets)) {
            return;
        }
        Set<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(forms);
        secrets.stream().filter(secret -> secret.length() >= MIN_LENGTH).forEach(secret -> addForms(all, secret));
        forms = List.copyOf(all);
    }

    private static void addForms(Set<String> all, String secret) {
        all.add(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        all.add(Base64.getEncoder().encodeToString(bytes));
        all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        String json = new JsonString(secret).toJson();
        String escaped = json.substring(1, json.length() - 1);
        all.add(escaped);
        all.add(ascii(escaped, HexFormat.of()));
        all.add(ascii(escaped, HexFormat.of().withUpperCase()));
    }

    /** JSON as some writers have it, among them Python's: what is not ASCII is escaped, too. */
    private static String ascii(String escaped, HexFormat hex) {
        StringBuilder ascii = new StringBuilder();
        escaped.chars().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                ascii.append("\\u").append(hex.toHexDigits((char) c));
            }
        });
        return ascii.toString();
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
