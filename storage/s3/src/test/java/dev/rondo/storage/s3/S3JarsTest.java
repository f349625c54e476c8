package dev.rondo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.amazon.AmazonBucket;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3JarsTest {

    // Parts of the paths of jars and of folders of classes.
    private static final List<String> OWN =
            List.of("software/amazon", "reactive-streams", "slf4j-api", "/storage/s3/target/", "/storage/target/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty.channel.Channel",
                "org.apache.http.client.HttpClient",
                "org.apache.hc.client5.http.classic.HttpClient",
                "software.amazon.awssdk.crt.CRT"
            })
    void what_the_jdks_http_never_loads_is_not_there(String className) {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName(className, false, getClass().getClassLoader()));
    }

    /** A call of the client from a class loader that has what a task host gives it. */
    public static final class Call implements Callable<Integer> {
        private final String server;
        private final String bucket;

        public Call(String server, String bucket) {
            this.server = server;
            this.bucket = bucket;
        }

        @Override
        public Integer call() throws IOException {
            try (AmazonBucket opened = TestServer.open(bucket, TestServer.access(URI.create(server)))) {
                return opened.list("").size();
            }
        }
    }

    @Test
    void the_client_needs_nothing_but_its_own_jars_and_the_words_for_them() throws Exception {
        URL[] own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> OWN.stream().anyMatch(entry::contains))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);

        try (TestServer server = new TestServer();
                URLClassLoader alone = new URLClassLoader(own, ClassLoader.getPlatformClassLoader())) {
            Object call = alone.loadClass(Call.class.getName())
                    .getConstructor(String.class, String.class)
                    .newInstance(server.server().uri().toString(), server.newBucket());

            assertThat(call.getClass()).isNotEqualTo(Call.class);
            assertThat(((Callable<?>) call).call()).isEqualTo(0);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void no_thread_is_left_in_the_group_of_who_asks() throws Exception {
        ThreadGroup group = new ThreadGroup("body");
        List<Thread> left = new ArrayList<>();
        try (TestServer server = new TestServer()) {
            String bucket = server.newBucket();
            Thread body = new Thread(group, () -> {
                try (AmazonBucket opened = TestServer.open(
                        bucket, TestServer.access(server.server().uri()))) {
                    assertThat(opened.find("a")).isEmpty();
                    Thread[] threads = new Thread[8];
                    int count = group.enumerate(threads);
                    left.addAll(Arrays.asList(threads).subList(0, count));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            body.start();
            body.join();

            assertThat(left).containsExactly(body);
        }
    }
}
