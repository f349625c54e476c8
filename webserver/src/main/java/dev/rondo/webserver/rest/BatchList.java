package dev.rondo.webserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.metadata.query.DagScope;
import dev.rondo.metadata.query.Filters;
import dev.rondo.metadata.query.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a list whose filters come in its body. */
public final class BatchList implements Filters.Asked {

    // As many as a person or a script names; a million would be a query of many megabytes.
    private static final int MAX_NAMES = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    private final Request request;
    private final JsonNode body;

    private BatchList(Request request, JsonNode body) {
        this.request = request;
        this.body = body;
    }

    /** Reads the body, whose fields a record names: each of another kind is refused. */
    public static <T extends Record> BatchList of(Request request, Class<T> fields) {
        JsonNode body = request.body(JsonNode.class);
        T ignored = request.part("body", body, fields);
        return new BatchList(request, body);
    }

    private static String where(String name) {
        return "body." + name;
    }

    private @Nullable JsonNode find(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Override
    public @Nullable String text(String name) {
        JsonNode value = find(name);
        return value == null ? null : Request.checked(where(name), value.asText());
    }

    @Override
    public @Nullable String text(String name, Set<String> allowed) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            throw notAllowed(name, value, allowed);
        }
        return value;
    }

    private static ProblemException notAllowed(String name, String value, Set<String> allowed) {
        return ProblemException.notAllowed(
                where(name), value, allowed.stream().sorted().toList());
    }

    /** Null among them stands for {@code none}. */
    @Override
    public List<String> texts(String name, Set<String> allowed) {
        JsonNode value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value.size() > MAX_NAMES) {
            throw ProblemException.invalid(
                    where(name), "it has " + value.size() + " elements; send at most " + MAX_NAMES + " at a time");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            String text = each.isNull() ? "none" : Request.checked(where(name), each.asText());
            if (!allowed.isEmpty() && !text.equals("none") && !allowed.contains(text)) {
                throw notAllowed(name, text, allowed);
            }
            texts.add(text);
        }
        return texts;
    }

    @Override
    public List<Integer> integers(String name) {
        JsonNode value = find(name);
        return value == null
                ? List.of()
                : value.valueStream().map(JsonNode::asInt).toList();
    }

    @Override
    public @Nullable Double decimal(String name) {
        JsonNode value = find(name);
        return value == null ? null : value.asDouble();
    }

    @Override
    public @Nullable Instant moment(String name) {
        String value = text(name);
        return value == null
                ? null
                : Moments.parse(value)
                        .orElseThrow(
                                () -> ProblemException.invalid(where(name), Moments.HOW + ", was '" + value + "'"));
    }

    @Override
    public @Nullable Boolean flag(String name) {
        JsonNode value = find(name);
        return value == null ? null : value.asBoolean();
    }

    @Override
    public DagScope dags() {
        return request.dags();
    }

    @Override
    public List<String> order(Set<String> keys) {
        String value = text("order_by");
        if (value == null) {
            return List.of();
        }
        String key = value.startsWith("-") ? value.substring(1) : value;
        if (!keys.contains(key)) {
            throw notAllowed("order_by", key, keys);
        }
        return List.of(value);
    }

    @Override
    public void refuse(String name, String why) {
        if (find(name) != null) {
            throw ProblemException.invalid(where(name), why);
        }
    }

    /** Which stretch of the list. */
    public Page page() {
        int limit = integer("page_limit", DEFAULT_LIMIT);
        int offset = integer("page_offset", 0);
        if (offset < 0 || limit < 0) {
            throw ProblemException.invalid(where("page_offset"), "it and page_limit must not be negative");
        }
        return new Page(limit, offset);
    }

    private int integer(String name, int otherwise) {
        JsonNode value = find(name);
        return value == null ? otherwise : value.asInt();
    }
}
