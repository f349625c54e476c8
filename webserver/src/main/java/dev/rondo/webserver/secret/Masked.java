package dev.rondo.webserver.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;

/** Values whose names speak of a secret, and what stands for them. */
public final class Masked {

    /** What is shown instead of a secret; sent back, it means that the secret stays. */
    public static final String MASK = "***";

    // Airflow's DEFAULT_SENSITIVE_FIELDS.
    private static final Set<String> WORDS = Set.of(
            "access_token",
            "api_key",
            "apikey",
            "authorization",
            "passphrase",
            "passwd",
            "password",
            "private_key",
            "secret",
            "token",
            "keyfile_dict",
            "service_account");

    private Masked() {}

    /** Whether what goes by this name is not to be read by everybody. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** The same, with secrets masked at any depth. */
    public static JsonNode of(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode masked = object.objectNode();
                object.properties()
                        .forEach(each -> masked.set(
                                each.getKey(),
                                isSecret(each.getKey()) && !each.getValue().isNull()
                                        ? TextNode.valueOf(MASK)
                                        : of(each.getValue())));
                yield masked;
            }
            case ArrayNode array -> {
                ArrayNode masked = array.arrayNode();
                array.forEach(each -> masked.add(of(each)));
                yield masked;
            }
            default -> value;
        };
    }

    /** What was sent, with the secrets of {@code before} where it has their masks. */
    public static JsonNode restored(JsonNode sent, JsonNode before) {
        if (!(sent instanceof ObjectNode object)) {
            return sent;
        }
        ObjectNode whole = object.objectNode();
        object.properties().forEach(each -> {
            JsonNode earlier = before.path(each.getKey());
            boolean kept =
                    isSecret(each.getKey()) && MASK.equals(each.getValue().asText()) && !earlier.isMissingNode();
            whole.set(each.getKey(), kept ? earlier : restored(each.getValue(), earlier));
        });
        return whole;
    }
}
