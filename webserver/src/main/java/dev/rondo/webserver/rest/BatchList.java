package dev.rondo.webserver.rest;

import dev.rondo.metadata.query.Page;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a list request whose filters come in its body. */
public final class BatchList {

    // As many as a person or a script names; a million would be a query of many megabytes.
    private static final int MAX_NAMES = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    private BatchList() {}

    /** Names to filter by; null: none. */
    public static List<String> of(String name, @Nullable List<? extends @Nullable String> given) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > MAX_NAMES) {
            throw ProblemException.invalid(
                    name, "it has " + given.size() + " elements; send at most " + MAX_NAMES + " at a time");
        }
        return given.stream()
                .map(each -> Request.checked(name, Objects.requireNonNullElse(each, "none")))
                .toList();
    }

    /** As {@link #of(String, List)}, each one of a few; null stands for {@code none}. */
    public static List<String> of(String name, @Nullable List<? extends @Nullable String> given, Set<String> allowed) {
        List<String> names = of(name, given);
        for (String each : names) {
            if (!each.equals("none") && !allowed.contains(each)) {
                throw ProblemException.notAllowed(
                        name, each, allowed.stream().sorted().toList());
            }
        }
        return names;
    }

    /** By what the list is ordered: one of the keys, or one after a minus; {@code id} when not said. */
    public static String order(@Nullable String given, Set<String> keys) {
        if (given == null) {
            return "id";
        }
        String key = given.startsWith("-") ? given.substring(1) : given;
        if (!keys.contains(key)) {
            throw ProblemException.notAllowed(
                    "body.order_by", key, keys.stream().sorted().toList());
        }
        return given;
    }

    /** Which stretch of the list. */
    public static Page page(@Nullable Integer offset, @Nullable Integer limit) {
        if ((offset != null && offset < 0) || (limit != null && limit < 0)) {
            throw ProblemException.invalid("body.page_offset", "it and page_limit must not be negative");
        }
        return new Page(limit == null ? DEFAULT_LIMIT : limit, offset == null ? 0 : offset);
    }
}
