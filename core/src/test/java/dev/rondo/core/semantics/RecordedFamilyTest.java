package dev.rondo.core.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RecordedFamilyTest {

    @ParameterizedTest
    @FieldSource("dev.rondo.core.semantics.RecordedFamily#NAMES")
    void every_family_has_cases_with_distinct_ids(String family) {
        var cases = RecordedFamily.load(family, RecordedFolder.RESOURCES).cases();

        assertThat(cases).isNotEmpty();
        assertThat(cases).extracting(RecordedCase::id).doesNotHaveDuplicates();
    }

    /** Two would print two results, and a script that looks for one line a family would find either. */
    @Test
    void every_family_is_run_by_one_class() throws IOException {
        List<SemanticsClass> run = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                run.addAll(SemanticsClass.of(module));
            }
        }

        assertThat(run).extracting(SemanticsClass::family).containsExactlyInAnyOrderElementsOf(RecordedFamily.NAMES);
    }

    @Test
    void cases_of_a_folder_take_the_place_of_those_among_the_resources(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("retries.json"), "{\"cases\": [{\"id\": \"unseen-1\"}]}");
        RecordedFolder asked = RecordedFolder.of(folder.toString(), "");

        RecordedFamily unseen = RecordedFamily.load("retries", asked);

        assertThat(unseen.cases()).extracting(RecordedCase::id).containsExactly("unseen-1");
        assertThat(unseen.origin()).isEqualTo("retries.json of " + folder);
        assertThat(asked.has("mapping")).isFalse();
        assertThatThrownBy(() -> RecordedFamily.load("mapping", asked))
                .hasMessage("cannot read mapping.json of " + folder);
    }

    @Test
    void a_folder_without_a_family_is_a_mistake(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("README.md"), "nothing to run");

        assertThatThrownBy(() -> RecordedFolder.of(folder.toString(), ""))
                .hasMessageStartingWith("rondo.semantics.dir names " + folder + ", where no family is")
                .hasMessageContaining("trigger_rules");
        assertThatThrownBy(() -> RecordedFolder.of("not/there", folder.toString()))
                .hasMessage("rondo.semantics.dir names " + folder.resolve("not/there") + ", which is no folder");
    }

    @Test
    void the_order_of_keys_is_kept() throws Exception {
        JsonNode parsed = new JsonMapper().readTree("{\"z\": 1, \"a\": 2, \"m\": 3}");

        assertThat(parsed.propertyStream().map(Map.Entry::getKey)).containsExactly("z", "a", "m");
    }

    @Test
    void a_moment_is_read_in_each_notation() throws Exception {
        JsonNode moments = new JsonMapper()
                .readTree("[\"2024-03-30T20:00:00Z\", \"2024-03-30T22:00:00+02:00\","
                        + " \"2024-03-30T21:00:00[Europe/Berlin]\", null]");

        assertThat(moments.valueStream().limit(3).map(RecordedTime::requireInstant))
                .containsOnly(Instant.parse("2024-03-30T20:00:00Z"));
        assertThat(RecordedTime.zone(moments.get(2))).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(RecordedTime.instant(moments.get(3))).isNull();
    }
}
