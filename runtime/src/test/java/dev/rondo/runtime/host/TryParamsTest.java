package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TryParamsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    record Training(int rounds, double rate) {}

    record Other(int rounds, double rate) {}

    @TempDir
    private Path folder;

    private TryContext context;

    @BeforeEach
    void a_try_of_a_run_whose_conf_set_the_rounds() {
        Dispatch dispatch = new Dispatch(
                1,
                "token",
                7,
                "census",
                "manual__1",
                "train",
                -1,
                1,
                0,
                "",
                "Census",
                "()",
                new Dispatch.RunFacts(
                        "manual", NOW, NOW, NOW, NOW, "UTC", "{\"rounds\":20}", "{\"rounds\":20,\"rate\":0.5}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                false,
                null);
        InstantSource clock = InstantSource.fixed(NOW);
        TaskLog log = new TaskLog(folder.resolve("log"), 1000, new SecretMasker(), clock);
        context = new TryContext(
                new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()),
                log,
                new Questions((kind, arguments) -> null, log),
                () -> false,
                clock,
                List.of(),
                null,
                OneTry.NO_DATA);
    }

    @Test
    void the_params_of_the_run_come_as_the_record_of_the_dag() {
        context.paramsAre(Training.class);

        assertThat(context.params(Training.class)).isEqualTo(new Training(20, 0.5));
    }

    @Test
    void another_record_than_the_dags_is_refused_with_both_names() {
        context.paramsAre(Training.class);

        assertThatThrownBy(() -> context.params(Other.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the params of dag 'census' are a " + Training.class.getName() + ", not a "
                        + Other.class.getName());
    }

    @Test
    void a_dag_without_params_says_how_to_give_it_some() {
        assertThatThrownBy(() -> context.params(Training.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dag 'census' has no params; give it some with dag.params(new Training(…))");
    }
}
