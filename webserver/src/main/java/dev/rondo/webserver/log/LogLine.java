package dev.rondo.webserver.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rondo.webserver.rest.Json;

/** A line of a log: an object with at least an event. A line that is none (cut off by a crash) is an event itself. */
final class LogLine {

    private LogLine() {}

    static JsonNode parse(String line, Json json) {
        try {
            JsonNode node = json.tree(line);
            if (node instanceof ObjectNode object && object.path("event").isTextual()) {
                return object;
            }
        } catch (IllegalStateException e) {
            return asEvent(line);
        }
        return asEvent(line);
    }

    private static JsonNode asEvent(String line) {
        return JsonNodeFactory.instance.objectNode().put("event", line);
    }

    /** The line for people. */
    static String text(JsonNode line) {
        StringBuilder text = new StringBuilder();
        for (String field : new String[] {"timestamp", "level", "logger"}) {
            if (line.path(field).isTextual()) {
                text.append(line.path(field).textValue()).append(' ');
            }
        }
        return text.append(line.path("event").textValue()).toString();
    }
}
