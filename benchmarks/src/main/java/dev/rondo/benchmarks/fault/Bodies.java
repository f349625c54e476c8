package dev.rondo.benchmarks.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the bodies of a run wrote down themselves.
 *
 * @param begun how often a body began
 * @param lost bodies that began and did not come to their end
 * @param doneTwice tasks whose body came to its end more than once
 */
record Bodies(long begun, long lost, long doneTwice) {

    /** Reads lines of a task's id and {@code begin} or {@code end}. */
    static Bodies read(Path marks) throws IOException {
        List<String> lines = Files.readAllLines(marks);
        Map<String, Integer> ends = new HashMap<>();
        long begun = 0;
        long ended = 0;
        for (String line : lines) {
            if (line.endsWith(" begin")) {
                begun++;
            } else if (line.endsWith(" end")) {
                ended++;
                ends.merge(line.substring(0, line.length() - " end".length()), 1, Integer::sum);
            } else {
                throw new IOException("'" + line + "' in " + marks + " was written by no body");
            }
        }
        return new Bodies(
                begun, begun - ended, ends.values().stream().filter(n -> n > 1).count());
    }
}
