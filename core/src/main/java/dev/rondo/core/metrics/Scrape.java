package dev.rondo.core.metrics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a process as text, for who has the token: they name DAGs, tasks and pools. */
public final class Scrape {

    /** Where they are. */
    public static final String PATH = "/metrics";

    /** Of the text: Prometheus' form. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** What who has no token is told. */
    public static final String REFUSAL =
            "not the token of metrics; it is in RONDO_METRICS_TOKEN or the file metrics-token in the home: send it as a"
                    + " Bearer token";

    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Supplier<String> text;

    public Scrape(String token, Supplier<String> text) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.text = text;
    }

    /** Whether a request with this {@code Authorization} header may have them. */
    public boolean isAllowed(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8), token);
    }

    /** All of them, as of now. */
    public String text() {
        return text.get();
    }
}
