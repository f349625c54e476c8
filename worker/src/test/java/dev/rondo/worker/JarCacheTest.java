package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.jar.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCacheTest {

    private static final byte[] JAR = "the bytes of a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String hash = "";
    private JarCache cache = new JarCache(Path.of("unused"));
    private final AtomicInteger fetched = new AtomicInteger();

    @BeforeEach
    void makeCache() throws IOException {
        Path jar = Files.write(folder.resolve("jar"), JAR);
        hash = Sha256.of(jar);
        cache = new JarCache(folder.resolve("jars"));
    }

    private InputStream whole(String wanted) {
        int ignored = fetched.incrementAndGet();
        return new ByteArrayInputStream(JAR);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("jars"))) {
            return files.toList();
        }
    }

    @Test
    void a_jar_is_fetched_once() throws Exception {
        assertThat(cache.has(hash)).isFalse();

        assertThat(cache.get(hash, this::whole)).hasBinaryContent(JAR);
        assertThat(cache.get(hash, this::whole)).hasBinaryContent(JAR);

        assertThat(cache.has(hash)).isTrue();
        assertThat(fetched).hasValue(1);
        assertThat(new JarCache(folder.resolve("jars")).has(hash))
                .as("the next worker on this folder has it")
                .isTrue();
    }

    @Test
    void bytes_of_another_hash_are_refused_and_leave_nothing() throws IOException {
        assertThatThrownBy(() -> cache.get(hash, wanted -> new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(hash)
                .hasMessageContaining("damaged on its way");

        assertThat(cache.has(hash)).isFalse();
        assertThat(kept()).isEmpty();
    }

    @Test
    void a_connection_that_breaks_leaves_nothing_and_the_next_fetch_is_whole() throws Exception {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        InputStream half = new ByteArrayInputStream(JAR, 0, JAR.length / 2);

        assertThatThrownBy(() -> cache.get(hash, wanted -> new SequenceInputStream(half, broken)))
                .isInstanceOf(IOException.class);
        assertThat(kept()).isEmpty();

        assertThat(cache.get(hash, this::whole)).hasBinaryContent(JAR);
    }

    @Test
    void tasks_that_arrive_together_wait_for_one_download() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Path> first = threads.submit(() -> cache.get(hash, wanted -> {
                begun.countDown();
                go.await();
                return whole(wanted);
            }));
            begun.await();
            Future<Path> second = threads.submit(() -> cache.get(hash, this::whole));
            go.countDown();

            assertThat(first.get()).isEqualTo(second.get()).hasBinaryContent(JAR);
        }
        assertThat(fetched).hasValue(1);
    }
}
