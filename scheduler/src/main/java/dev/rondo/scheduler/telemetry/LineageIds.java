package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.TelemetryRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of runs and tries as lineage knows them. They follow from whose they are, so that what is told twice is the same:
 * UUIDs of version 7, dated when the run might begin, with a hash for what is otherwise random.
 *
 * @param namespace of the jobs, which tells this installation from others
 */
record LineageIds(String namespace) {

    private static final int MILLIS_BITS = 48;
    private static final long VERSION_7 = 0x7000L;
    private static final long TWELVE_BITS = 0xFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long SIXTY_TWO_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    /** Of a run, between two clears. */
    UUID ofRun(TelemetryRow row) {
        return uuid(row, "run/" + row.clearNumber());
    }

    /** Of what the row is about: the run, or a try with all its looks and losses. */
    UUID of(TelemetryRow row) {
        return row.taskId() == null
                ? ofRun(row)
                : uuid(row, "try/" + row.taskId() + "/" + row.mapIndex() + "/" + row.tryNumber());
    }

    private UUID uuid(TelemetryRow row, String part) {
        String text = namespace + "/" + row.run().runNo() + "/" + row.run().dagId() + "/"
                + row.run().runId() + "/" + part;
        ByteBuffer hash = ByteBuffer.wrap(sha256(text));
        long millis = row.run().runAfter().toEpochMilli() << (Long.SIZE - MILLIS_BITS);
        long high = millis | VERSION_7 | (hash.getLong() & TWELVE_BITS);
        long low = VARIANT | (hash.getLong() & SIXTY_TWO_BITS);
        return new UUID(high, low);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
