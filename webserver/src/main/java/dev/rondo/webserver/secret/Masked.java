package dev.rondo.webserver.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rondo.webserver.rest.ProblemException;
import java.util.Locale;
import java.util.Set;

/** Values whose names speak of a secret, and what stands for them. */
public final class Masked {

    /** What is shown instead of a secret; sent back, it means that the secret stays. It is never a value itself. */
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

    /** The refusal of a mask that stands for nothing, or nobody knows for what. */
    public static ProblemException nothingBehind(String where) {
        return ProblemException.invalid(
                where,
                MASK + " stands for a secret that is there, and none is, or it cannot be told which; give the secret,"
                        + " or leave it out");
    }

    /**
     * What was sent, with the secrets of {@code before} where it has their masks.
     *
     * @param where its place in the request
     * @param before what is there now; a missing node: nothing
     * @throws ProblemException when there is no secret for a mask
     */
    public static JsonNode restored(String where, JsonNode sent, JsonNode before) {
        return switch (sent) {
            case ObjectNode object -> {
                ObjectNode whole = object.objectNode();
                object.properties()
                        .forEach(each -> whole.set(
                                each.getKey(),
                                member(
                                        where + "." + each.getKey(),
                                        each.getKey(),
                                        each.getValue(),
                                        before.path(each.getKey()))));
                yield whole;
            }
            case ArrayNode array -> {
                ArrayNode whole = array.arrayNode();
                Counterparts counterparts = new Counterparts(array, before);
                for (int i = 0; i < array.size(); i++) {
                    whole.add(restored(where + "." + i, array.get(i), counterparts.of(i)));
                }
                yield whole;
            }
            default -> sent;
        };
    }

    private static JsonNode member(String where, String name, JsonNode sent, JsonNode before) {
        if (!isSecret(name) || !MASK.equals(sent.textValue())) {
            return restored(where, sent, before);
        }
        if (before.isMissingNode() || before.isNull()) {
            throw nothingBehind(where);
        }
        return before;
    }
}
