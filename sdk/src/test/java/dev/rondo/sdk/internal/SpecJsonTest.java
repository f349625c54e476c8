package dev.rondo.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.GroupSpec;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SpecJsonTest {

    private static final String SMALLEST = """
            {"format":1,"id":"d","class":"D","schedule":{"kind":"none"},"timezone":"UTC","catchup":0,\
            "runStrategy":"parallel","maxActiveRuns":16,"maxActiveTasks":16}""";

    @RepeatedTest(300)
    void what_is_read_equals_what_was_written_and_is_written_the_same_again(RepetitionInfo repetition) {
        DagSpec spec = new SpecRandom(repetition.getCurrentRepetition()).dag();

        String text = SpecJson.write(spec);
        DagSpec read = SpecJson.read(text);

        assertThat(read).isEqualTo(spec);
        assertThat(SpecJson.write(read)).isEqualTo(text);
    }

    @Test
    void equal_graphs_have_one_text_and_one_hash() {
        String one = SpecJson.write(new SpecRandom(7).dag());
        String other = SpecJson.write(new SpecRandom(7).dag());

        assertThat(one).isEqualTo(other);
        assertThat(SpecJson.hash(one)).isEqualTo(SpecJson.hash(other)).matches("[0-9a-f]{64}");
        assertThat(SpecJson.hash(one)).isNotEqualTo(SpecJson.hash(SpecJson.write(new SpecRandom(8).dag())));
    }

    @Test
    void what_a_newer_version_adds_is_ignored() {
        String newer = SMALLEST.replace("{\"format\":1,", """
                {"format":2,"lineage":{"x":[1]},"groups":[{"id":"g","colour":"red"}],""");

        DagSpec read = SpecJson.read(newer);

        assertThat(read.groups()).containsExactly(new GroupSpec("g", null, null, null));
    }

    @Test
    void what_is_missing_or_wrong_is_said_with_its_place() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read(SMALLEST.replace("\"timezone\":\"UTC\",", "")))
                .withMessage("in a stored graph, $.timezone is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read(SMALLEST.replace("\"catchup\":0", "\"catchup\":\"0\"")))
                .withMessage("in a stored graph, $.catchup is a string and should be a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read(SMALLEST.replace("\"none\"", "\"lunar\"")))
                .withMessageContaining("of the kind 'lunar', which this version does not know");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read("[]"))
                .withMessageContaining("this text is none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read("{"))
                .withMessageContaining("not JSON");
    }
}
