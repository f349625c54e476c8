package dev.rondo.worker.testing;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.sdk.Dag;
import dev.rondo.worker.WorkerConfig;
import dev.rondo.worker.stream.Trust;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/** A worker's configuration whose task hosts run the classes under test. */
public final class TestConfig {

    private TestConfig() {}

    /**
     * With that many slots.
     *
     * @param more further classes, whose places are on the class path of task hosts
     */
    public static WorkerConfig of(Path home, int slots, Class<?>... more) {
        return new WorkerConfig(
                List.of(URI.create("http://127.0.0.1:1")),
                Trust.JDK,
                "token",
                "test",
                home,
                slots,
                /* window= */ 8,
                1L << 30,
                64L << 20,
                List.of("default"),
                Duration.ofSeconds(5),
                1L << 20,
                Stream.concat(
                                Stream.of(Dag.class, Dispatch.class, HostMessage.class, Logger.class, NullMarked.class),
                                Stream.of(more))
                        .map(TestConfig::placeOf)
                        .distinct()
                        .toList(),
                home.resolve("lib"),
                Path.of(System.getProperty("java.home")),
                List.of("-XX:TieredStopAtLevel=1"),
                Duration.ofMinutes(10));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
