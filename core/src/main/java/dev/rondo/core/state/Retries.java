package dev.rondo.core.state;

import dev.rondo.sdk.spec.OptionsSpec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a failed try is repeated. The rules and the jitter are Airflow's, so that a moved DAG waits as long as before;
 * the jitter is a hash of the try, so that the same try gets the same delay wherever it is computed.
 */
public final class Retries {

    private static final long MAX_DELAY_SECONDS = Duration.ofDays(1).toSeconds();

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private Retries() {}

    /**
     * Whether a failed try is repeated: always when it was cleared while it ran, else while the user's retries last.
     *
     * @param before the state the try failed in
     */
    public static boolean allowed(TaskState before, int tryNumber, int maxTries) {
        return before == TaskState.RESTARTING || (maxTries > 0 && tryNumber <= maxTries);
    }

    /**
     * How long the next try waits.
     *
     * <p>A constant delay is used as it is. A growing one starts at the delay, is multiplied by the factor for each
     * further try, gets up to its own length of jitter on top, and is at most {@code maxRetryDelay} and 24 hours.
     */
    public static Duration delay(
            OptionsSpec options,
            String dagId,
            String taskId,
            int mapIndex,
            @Nullable Instant logicalDate,
            int failedTryNumber) {
        double factor = options.retryBackoff();
        if (factor == 0 || factor == 1) {
            return options.retryDelay();
        }
        long seconds = growing(options, factor, failedTryNumber);
        if (seconds < MAX_DELAY_SECONDS) {
            String name = dagId + "#" + taskId + "#" + text(logicalDate) + "#" + failedTryNumber
                    // Airflow gives all instances of a mapped task one jitter, so that they come back at one moment.
                    + (mapIndex < 0 ? "" : "#" + mapIndex);
            seconds = Math.min(
                    seconds + hash(name).mod(BigInteger.valueOf(seconds)).longValueExact(), MAX_DELAY_SECONDS);
        }
        Duration delay = Duration.ofSeconds(seconds);
        Duration max = options.maxRetryDelay();
        return max != null && max.compareTo(delay) < 0 ? max : delay;
    }

    /** Between one second and 24 hours; an overflow to infinity is a day, too. */
    private static long growing(OptionsSpec options, double factor, int failedTryNumber) {
        double first = options.retryDelay().toNanos() / 1e9;
        double seconds = Math.ceil(first * Math.pow(factor, failedTryNumber - 1.0));
        return (long) Math.clamp(seconds, 1.0, (double) MAX_DELAY_SECONDS);
    }

    private static BigInteger hash(String text) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static String text(@Nullable Instant logicalDate) {
        if (logicalDate == null) {
            return "None";
        }
        boolean whole = logicalDate.truncatedTo(ChronoUnit.SECONDS).equals(logicalDate);
        return (whole ? SECONDS : MICROS).format(logicalDate.atOffset(ZoneOffset.UTC)) + "+00:00";
    }
}
