package dev.rondo.e2e.chaos;

import java.util.Set;

/**
 * A task as the stored graph has it.
 *
 * @param silent whether it leaves no sign of life, because it has no body of ours
 * @param group the group that it is in; empty: none
 * @param atOnce how many of its instances may run at once
 */
record Task(
        String id,
        Set<String> upstream,
        String rule,
        int retries,
        Role role,
        boolean silent,
        boolean mapped,
        String group,
        String isolation,
        AtOnce atOnce,
        Share share) {

    /** What a task is in its DAG. */
    enum Role {
        ORDINARY,
        SETUP,
        TEARDOWN
    }

    /** Limits of one task. */
    record AtOnce(int perRun, int perDag) {
        static final AtOnce ANY = new AtOnce(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * What a task takes of its pool, and with which weight.
     *
     * @param weight its own
     * @param weightRule what else counts
     */
    record Share(String pool, int slots, int weight, String weightRule) {
        static final Share USUAL = new Share("default_pool", 1, 1, "downstream");
    }

    /** An ordinary task under the rule {@code all_success} without retries. */
    static Task of(String id, Set<String> upstream) {
        return new Task(
                id, upstream, "all_success", 0, Role.ORDINARY, false, false, "", "warm", AtOnce.ANY, Share.USUAL);
    }

    Task after(Set<String> before) {
        return new Task(id, before, rule, retries, role, silent, mapped, group, isolation, atOnce, share);
    }

    Task under(String other) {
        return new Task(id, upstream, other, retries, role, silent, mapped, group, isolation, atOnce, share);
    }

    Task retried(int times) {
        return new Task(id, upstream, rule, times, role, silent, mapped, group, isolation, atOnce, share);
    }

    Task as(Role other) {
        return new Task(id, upstream, rule, retries, other, silent, mapped, group, isolation, atOnce, share);
    }

    Task silenced() {
        return new Task(id, upstream, rule, retries, role, true, mapped, group, isolation, atOnce, share);
    }

    Task mapping() {
        return new Task(id, upstream, rule, retries, role, silent, true, group, isolation, atOnce, share);
    }

    Task in(String other) {
        return new Task(id, upstream, rule, retries, role, silent, mapped, other, isolation, atOnce, share);
    }

    Task isolated(String other) {
        return new Task(id, upstream, rule, retries, role, silent, mapped, group, other, atOnce, share);
    }

    Task atOnce(int perRun, int perDag) {
        return new Task(
                id, upstream, rule, retries, role, silent, mapped, group, isolation, new AtOnce(perRun, perDag), share);
    }

    Task taking(Share other) {
        return new Task(id, upstream, rule, retries, role, silent, mapped, group, isolation, atOnce, other);
    }
}
