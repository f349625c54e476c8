package dev.rondo.dags.flights;

import static dev.rondo.dags.flights.TestFiles.DATA;
import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.dags.flights.data.Feed;
import dev.rondo.dags.flights.data.Slice;
import dev.rondo.dags.flights.learning.Candidate;
import dev.rondo.dags.flights.learning.DelayClassifier;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.ModelVersion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;

/** Runs in the integration-test phase, with the shaded jar on the class path in place of classes and libraries. */
@Tag("shaded-jar")
class ShadedJarTest {

    @Test
    void the_jar_alone_trains_writes_reads_and_pushes_a_model(@TempDir Path folder) throws IOException {
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        LocalDate heldBack = Slice.FIRST_DAY.plusDays(7);
        for (LocalDate day : Slice.FIRST_DAY.datesUntil(heldBack.plusDays(1)).toList()) {
            Slice.deliver(Feed.FLIGHTS, day, FlightFolder.landing(at(folder)));
            Slice.deliver(Feed.WEATHER, day, FlightFolder.landing(at(folder)));
            pipeline.append(day);
            pipeline.features(day);
        }

        Candidate candidate = pipeline.train(heldBack).orElseThrow();
        Evaluation evaluation = pipeline.evaluate(heldBack, candidate);
        ModelVersion version = pipeline.push(candidate);

        assertThat(evaluation.candidate().flights()).isGreaterThan(100);
        assertThat(version.classifier(DATA).weights())
                .isEqualTo(candidate.classifier(DATA).weights());
    }

    @Test
    void classes_and_libraries_came_from_the_jar() throws URISyntaxException {
        assertThat(List.of(DelayClassifier.class, Model.class))
                .allSatisfy(type -> assertThat(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .endsWith(".jar")
                        .contains("/rondo-dags-"));
        assertThat(jar()).isRegularFile();
    }

    @Test
    void what_the_installation_provides_is_not_in_it() throws IOException, URISyntaxException {
        try (var jar = new JarFile(jar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("dev/rondo/dags/flights/slice/flights-2013-01.csv.gz")
                    .noneMatch(name -> name.startsWith("dev/rondo/")
                            && name.endsWith(".class")
                            && !name.startsWith("dev/rondo/dags/"))
                    .noneMatch(name -> name.startsWith("org/slf4j/"))
                    .noneMatch(name -> name.startsWith("org/jline/"));
        }
    }

    @Test
    void it_stays_small() throws IOException, URISyntaxException {
        // Of it 1.8 MB are the slice, 1.6 MB protobuf.
        assertThat(Files.size(jar())).isLessThan(6 << 20);
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(FlightPipeline.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
