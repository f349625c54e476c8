package dev.rondo.scheduler.telemetry;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads where a server is. */
final class HttpPlace {

    private HttpPlace() {}

    /**
     * The address in a setting.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it, as a password may be in it
     */
    static URI of(String setting, String text, String example) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (isHttp
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) { // not kept: it repeats the text
            throw new IllegalArgumentException(wrong(setting, example) + " (" + e.getReason() + ")");
        }
        throw new IllegalArgumentException(wrong(setting, example));
    }

    private static String wrong(String setting, String example) {
        return setting + " is no address of a server; write http:// or https:// with a host, and without user or query,"
                + " such as " + example;
    }
}
