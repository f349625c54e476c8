package dev.rondo.e2e.chaos;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a trigger rule makes of the states above a task, as Airflow was recorded to decide: {@code DecisionTest} holds
 * it against {@code trigger_rules.json}. It knows nothing of the code that it judges.
 */
enum Decision {
    RUN,
    WAIT,
    SKIPPED,
    UPSTREAM_FAILED;

    /** How many instances directly above a task are in each state. */
    record Above(int success, int failed, int skipped, int upstreamFailed, int unfinished) {

        static final Above NONE = new Above(0, 0, 0, 0, 0);

        int total() {
            return success + failed + skipped + upstreamFailed + unfinished;
        }

        private int failures() {
            return failed + upstreamFailed;
        }
    }

    /**
     * What one look decides.
     *
     * @param setups those among them that are setups
     */
    static Decision of(String rule, Above above, Above setups) {
        boolean over = above.unfinished == 0;
        return switch (rule) {
            case "always" -> RUN;
            case "all_done" -> over ? RUN : WAIT;
            case "all_success" ->
                above.failures() > 0 ? UPSTREAM_FAILED : above.skipped > 0 ? SKIPPED : over ? RUN : WAIT;
            case "all_failed" -> above.success + above.skipped > 0 ? SKIPPED : over ? RUN : WAIT;
            case "all_skipped" -> above.success + above.failures() > 0 ? SKIPPED : over ? RUN : WAIT;
            case "none_skipped" -> above.skipped > 0 ? SKIPPED : over ? RUN : WAIT;
            case "none_failed" -> above.failures() > 0 ? UPSTREAM_FAILED : over ? RUN : WAIT;
            case "one_failed" -> above.failures() > 0 ? RUN : over ? ifAny(above, SKIPPED) : WAIT;
            case "one_done" -> above.success + above.failed > 0 ? RUN : over ? ifAny(above, SKIPPED) : WAIT;
            case "one_success" -> above.success > 0 ? RUN : over ? withoutSuccess(above) : WAIT;
            case "none_failed_min_one_success" ->
                above.failures() > 0 ? UPSTREAM_FAILED : !over ? WAIT : above.success > 0 ? RUN : withoutSuccess(above);
            // As Airflow counts it, what was skipped is not done.
            case "all_done_min_one_success" ->
                above.skipped > 0 ? SKIPPED : !over ? WAIT : above.success > 0 ? RUN : ifAny(above, UPSTREAM_FAILED);
            case "all_done_setup_success" -> !over ? WAIT : setups.success > 0 ? RUN : withoutSuccess(setups);
            default -> throw new AssertionError("a rule that the checker does not know: " + rule);
        };
    }

    private static Decision withoutSuccess(Above above) {
        return ifAny(above, above.skipped == above.total() ? SKIPPED : UPSTREAM_FAILED);
    }

    private static Decision ifAny(Above above, Decision decision) {
        return above.total() == 0 ? RUN : decision;
    }

    /**
     * What may have been decided on the way to those final states, whichever came first: some rules settle it before
     * all is over.
     */
    static Set<Decision> onTheWay(String rule, Above end, Above setups) {
        Set<Decision> all = EnumSet.noneOf(Decision.class);
        for (int success = 0; success <= end.success; success++) {
            for (int failed = 0; failed <= end.failed; failed++) {
                for (int skipped = 0; skipped <= end.skipped; skipped++) {
                    for (int upstreamFailed = 0; upstreamFailed <= end.upstreamFailed; upstreamFailed++) {
                        int open = end.total() - success - failed - skipped - upstreamFailed;
                        all.add(of(rule, new Above(success, failed, skipped, upstreamFailed, open), setups));
                    }
                }
            }
        }
        all.remove(WAIT);
        return all;
    }
}
