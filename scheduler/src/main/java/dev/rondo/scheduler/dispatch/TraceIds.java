package dev.rondo.scheduler.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Ids of traces and spans. They follow from what the spans are of: a scheduler that dies over a span makes the same one
 * again, and a try knows its span before it is made.
 *
 * @param installation what tells this installation from others whose DAGs and runs are called the same
 */
public record TraceIds(String installation) {

    private static final int TRACE_BYTES = 16;

    private static final int SPAN_BYTES = 8;

    /** Of a run: one trace, however often it is cleared. */
    public String trace(long runNo) {
        return hash(TRACE_BYTES, "trace", runNo, null, 0, 0);
    }

    /** Of a run as a whole, between two clears. */
    public String runSpan(long runNo, int clearNumber) {
        return hash(SPAN_BYTES, "run", runNo, null, 0, clearNumber);
    }

    /** Of a try, with all its looks and losses. */
    public String trySpan(long runNo, String taskId, int mapIndex, int tryNumber) {
        return hash(SPAN_BYTES, "try", runNo, taskId, mapIndex, tryNumber);
    }

    /** What the owner of a span hands on, so that the spans of those it calls are below it: a W3C traceparent. */
    public String traceparent(long runNo, String span) {
        return "00-" + trace(runNo) + "-" + span + "-01";
    }

    private String hash(int bytes, String kind, long runNo, @Nullable String taskId, int mapIndex, int number) {
        // No id of a task has a slash.
        String text = installation + "/" + kind + "/" + runNo + "/" + taskId + "/" + mapIndex + "/" + number;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, bytes)); // all zeros, which is no id, is not to be met
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
