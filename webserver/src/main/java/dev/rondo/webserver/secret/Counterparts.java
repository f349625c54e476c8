package dev.rondo.webserver.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which element of a list each element that was sent was, as far as that can be told from what is shown of them. Where
 * it cannot, none: a password must not come to another's account.
 */
final class Counterparts {

    private final ArrayNode sent;
    private final JsonNode before;

    // Those that look the same, in their order: by how they are shown, and where each stands among them.
    private final Map<JsonNode, Alike> beforeByLook = new HashMap<>();
    private final Map<JsonNode, Integer> sentByLook = new HashMap<>();
    private final List<Integer> ranks = new ArrayList<>();

    /** Those of what was sent in what is there; a missing node, or no list: nothing. */
    Counterparts(ArrayNode sent, JsonNode before) {
        this.sent = sent;
        this.before = before.isArray() ? before : sent.arrayNode();
        for (JsonNode each : this.before) {
            beforeByLook.computeIfAbsent(Masked.of(each), look -> new Alike()).add(each);
        }
        for (JsonNode each : sent) {
            ranks.add(sentByLook.merge(each, 1, Integer::sum) - 1);
        }
    }

    /**
     * What element {@code i} was: one that is shown just as it was sent; else, in a list that is as long as it was, the
     * one in its place, unless that one is sent elsewhere. Of several with different secrets that are shown alike, each
     * is the one in its turn, if all are sent.
     */
    JsonNode of(int i) {
        Alike alike = beforeByLook.get(sent.get(i));
        if (alike == null) {
            boolean inPlace = before.size() == sent.size() && !sentByLook.containsKey(Masked.of(before.get(i)));
            return inPlace ? before.get(i) : MissingNode.getInstance();
        }
        if (alike.areEqual) {
            return alike.all.getFirst();
        }
        return alike.all.size() == sentByLook.getOrDefault(sent.get(i), 0)
                ? alike.all.get(ranks.get(i))
                : MissingNode.getInstance();
    }

    /** Those that are shown alike. Whether they are equal is found out once: a list may be of very many. */
    private static final class Alike {

        private final List<JsonNode> all = new ArrayList<>();
        private boolean areEqual = true;

        private void add(JsonNode each) {
            areEqual &= all.isEmpty() || all.getFirst().equals(each);
            all.add(each);
        }
    }
}
