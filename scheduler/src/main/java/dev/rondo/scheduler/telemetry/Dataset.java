package dev.rondo.scheduler.telemetry;

import dev.rondo.sdk.Asset;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An asset as lineage names it, so that other tools that read or write the same mean the same.
 *
 * @param namespace where it is, such as {@code gs://shop}
 * @param name what it is called there, such as {@code orders/2026}
 */
record Dataset(String namespace, String name) {

    /**
     * The dataset at the URI of the asset. Users, passwords and queries of a URI are left out.
     *
     * @param otherwise namespace of an asset whose URI says no place
     */
    static Dataset of(Asset asset, String otherwise) {
        URI uri = uri(asset.uri());
        String scheme = uri == null ? null : uri.getScheme();
        if (uri == null || scheme == null || uri.isOpaque()) {
            return new Dataset(otherwise, asset.name());
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        String inside = path.startsWith("/") ? path.substring(1) : path;
        String host = host(uri);
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "file" -> new Dataset("file", path);
            case "bigquery" -> new Dataset("bigquery", joined(host, inside.replace('/', '.')));
            case "postgres", "postgresql" ->
                new Dataset("postgres://" + (host.contains(":") ? host : host + ":5432"), inside.replace('/', '.'));
            case "mysql" ->
                new Dataset("mysql://" + (host.contains(":") ? host : host + ":3306"), inside.replace('/', '.'));
            default -> new Dataset(scheme + "://" + host, inside.isEmpty() ? "/" : inside);
        };
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null; // an asset may be at any text
        }
    }

    /** Host and port; names of buckets with an underscore are no host to that class. */
    private static String host(URI uri) {
        String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static String joined(String project, String rest) {
        return rest.isEmpty() ? project : project + "." + rest;
    }
}
