package dev.rondo.webserver.audit;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.secret.Masked;

/** A value between tasks as the record shows it: as data, but for what goes by the name of a secret. */
final class ToldXCom {

    private static final String VALUE = "value";

    private final Json json;

    ToldXCom(Json json) {
        this.json = json;
    }

    /**
     * The request, or what it changed, with the secrets in its value masked.
     *
     * @param key of the value between tasks
     */
    JsonObject shown(String key, JsonObject told) {
        return told.findString(VALUE)
                .map(text -> JsonObject.builder()
                        .putAll(told)
                        .put(VALUE, new JsonString(masked(key, text)))
                        .build())
                .orElse(told);
    }

    private String masked(String key, String text) {
        // What was too long to be kept whole is no JSON any more, and nobody can tell what in it is secret.
        return json.find(text)
                .filter(tree -> !Masked.isSecret(key))
                .map(tree -> json.text(Masked.of(tree)))
                .orElse(Masked.MASK);
    }
}
