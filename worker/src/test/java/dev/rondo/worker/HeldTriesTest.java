package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.worker.HeldTries.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldTriesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final HeldTries held = new HeldTries();
    private final List<Long> toHosts = new ArrayList<>();

    private static Dispatch dispatch(long id) {
        return new Dispatch(
                id,
                "token",
                /* runNo= */ 1,
                "census",
                "manual__1",
                "train",
                -1,
                1,
                0,
                "",
                "ex.Census",
                "",
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
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
                false);
    }

    private Fate give(long id, boolean leaseLasts) {
        return held.give(id, () -> leaseLasts, () -> toHosts.add(id));
    }

    @Test
    void a_try_that_is_stopped_while_its_jar_is_fetched_does_not_begin() {
        assertThat(held.add(dispatch(7))).isTrue();

        assertThat(held.stopBeforeGiven(7, "marked")).isTrue();
        assertThat(held.stopBeforeGiven(7, "timeout"))
                .as("the first reason stands")
                .isTrue();

        assertThat(give(7, true)).isEqualTo(new Fate.Stopped("marked"));
        assertThat(toHosts).isEmpty();
        assertThat(held.has(7)).as("until its end is acknowledged").isTrue();
    }

    @Test
    void a_stop_that_comes_later_is_the_hosts_business() {
        held.add(dispatch(7));
        assertThat(held.isBeingFetched(7)).isTrue();

        assertThat(give(7, true)).isEqualTo(new Fate.Given());

        assertThat(held.isBeingFetched(7)).isFalse();
        assertThat(held.stopBeforeGiven(7, "marked")).isFalse();
        assertThat(held.stopBeforeGiven(8, "marked")).as("one that is not here").isFalse();
        assertThat(toHosts).containsExactly(7L);
    }

    @Test
    void one_that_went_or_whose_lease_is_over_meanwhile_is_not_given() {
        held.add(dispatch(7));
        held.add(dispatch(8));
        held.remove(7);

        assertThat(give(7, true)).isEqualTo(new Fate.Gone());
        assertThat(give(8, false)).isEqualTo(new Fate.LeaseOver());
        assertThat(held.endAll(() -> true, () -> toHosts.add(0L))).as("renewed").isEmpty();
        assertThat(held.endAll(() -> false, () -> toHosts.add(0L))).containsExactly(8L);
        assertThat(held.isEmpty()).isTrue();
        assertThat(toHosts).as("the hosts are ended once").containsExactly(0L);
    }
}
