package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.parse.ParseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real parsers and task hosts, on the jars of this build. */
class AotCachesTest {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void parsers_and_task_hosts_start_from_the_caches_that_a_first_file_and_a_first_task_made() throws Exception {
        Installation installation = StandaloneInTest.installation(folder.resolve("installation"));
        Parsers parsers = new Parsers(installation);
        Path jar = folder.resolve("sample.jar");
        Path parserCache = folder.resolve("parser.aot");
        Path hostCache = folder.resolve("host.aot");

        ParseResult.ParsedDag dag = parsed(parsers.train(folder.resolve("p1"), written(parserCache), jar, LONGEST));
        WorkerPart.train(installation, written(hostCache), jar, dag, folder.resolve("h1"), LONGEST);

        assertThat(parserCache).isNotEmptyFile();
        assertThat(hostCache).isNotEmptyFile();
        assertThat(parsed(parsers.train(folder.resolve("p2"), demanded(parserCache), jar, LONGEST)))
                .isEqualTo(dag);
        WorkerPart.train(installation, demanded(hostCache), jar, dag, folder.resolve("h2"), LONGEST);
        Path missing = folder.resolve("missing.aot");
        assertThatThrownBy(() ->
                        WorkerPart.train(installation, demanded(missing), jar, dag, folder.resolve("h3"), LONGEST))
                .as("a host that has to start from a cache and finds none")
                .isInstanceOf(IOException.class);
    }

    private static ParseResult.ParsedDag parsed(ParseResult result) {
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).dags().getFirst();
    }

    private static List<String> written(Path cache) {
        return List.of("-XX:AOTCacheOutput=" + cache);
    }

    // A JVM whose cache does not fit then ends at once, instead of doing without.
    private static List<String> demanded(Path cache) {
        return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    }
}
