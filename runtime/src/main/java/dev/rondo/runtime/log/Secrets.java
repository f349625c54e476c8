package dev.rondo.runtime.log;

import dev.rondo.core.protocol.Ask;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of what a body is told are secrets, to be masked wherever its words go. */
public final class Secrets {

    /**
     * Most secrets in one answer. Each line of a log is searched for each: a vocabulary by the name of tokenizer_words
     * is no list of passwords.
     */
    public static final int MAX_PARTS = 1_000;

    private final Set<String> found = new LinkedHashSet<>();

    private Secrets() {}

    /**
     * Those in the answer to a question of a body: what goes by the name of a secret, whole and in its parts, at any
     * depth of JSON. At most {@value #MAX_PARTS}: where there are so many, more may have been left out.
     */
    public static List<String> in(String kind, List<@Nullable String> arguments, @Nullable String answer) {
        String name = arguments.isEmpty() ? null : arguments.getFirst();
        if (answer == null || name == null) {
            return List.of();
        }
        Secrets secrets = new Secrets();
        switch (kind) {
            case Ask.VARIABLE -> secrets.variable(name, answer);
            case Ask.CONNECTION -> secrets.connection(name, answer);
            default -> {}
        }
        return List.copyOf(secrets.found);
    }

    private void variable(String name, String value) {
        if (SensitiveNames.isSensitive(name)) {
            secret(value);
        } else {
            container(value).ifPresent(tree -> collect(tree, /* secret= */ false));
        }
    }

    /** One that cannot be read is of no use to the body either, which learns why. */
    private void connection(String id, String uri) {
        try {
            Connection connection = Connection.ofUri(id, uri);
            if (connection.password() != null) {
                secret(connection.password());
            }
            collect(JsonValue.parse(connection.extra()), /* secret= */ false);
        } catch (IllegalArgumentException e) {
            add(uri);
        }
    }

    /** What is secret below this; a truth value is none, and there would be no "false" in the log any more. */
    private void collect(JsonValue value, boolean secret) {
        switch (value) {
            case JsonObject object ->
                object.members().forEach((name, each) -> collect(each, secret || SensitiveNames.isSensitive(name)));
            case JsonArray array -> array.elements().forEach(each -> collect(each, secret));
            case JsonString text -> {
                if (secret) {
                    secret(text.value());
                }
            }
            case JsonNumber number -> {
                if (secret) {
                    add(number.text());
                }
            }
            case JsonBoolean ignored -> {}
            case JsonNull ignored -> {}
        }
    }

    /** A secret, the lines in which a log would have it, and what it holds as JSON. */
    private void secret(String text) {
        add(text);
        text.lines().map(String::strip).forEach(this::add);
        container(text).ifPresent(tree -> collect(tree, /* secret= */ true));
    }

    private void add(String secret) {
        if (secret.length() >= SecretMasker.MIN_LENGTH && found.size() < MAX_PARTS) {
            found.add(secret);
        }
    }

    /** The text as a JSON object or array; empty: it is none. */
    private static Optional<JsonValue> container(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonValue.parse(stripped));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
