package dev.rondo.worker;

import dev.rondo.core.protocol.WorkerMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of the end of a try goes to the store by requests of its own, because it is too large for the stream: there it
 * would stand before heartbeats, and a message of many megabytes would be refused with the stream it came on.
 *
 * @param values what is to be stored
 * @param rest the end without them
 */
record LargeValues(List<Value> values, WorkerMessage.Ended rest) {

    /** Most characters of all values of an end together that go with it: a quarter of a frame. */
    static final int MAX_CHARS = 16 * 1024;

    private static final String RESULT = "return_value";

    /** A value, JSON. */
    record Value(String key, String json, @Nullable String type) {}

    /** Takes out what does not fit. */
    static LargeValues of(WorkerMessage.Ended ended) {
        List<Value> large = new ArrayList<>();
        int room = MAX_CHARS;
        String result = ended.result();
        if (result != null && result.length() > room) {
            large.add(new Value(RESULT, result, ended.resultType()));
            result = null;
        } else if (result != null) {
            room -= result.length();
        }
        Map<String, String> small = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : ended.xcoms().entrySet()) {
            String json = each.getValue();
            if (json.length() > room) {
                large.add(new Value(each.getKey(), json, null));
            } else {
                small.put(each.getKey(), json);
                room -= json.length();
            }
        }
        return new LargeValues(List.copyOf(large), ended.with(result, small));
    }
}
