package dev.rondo.core.state;

import dev.rondo.sdk.TriggerRule;

/**
 * What each trigger rule makes of the states above a task. The rules are Airflow's, as recorded in its decisions: some
 * decide at once, as soon as one upstream instance settles it, the others when all are finished.
 */
final class TriggerRules {

    private TriggerRules() {}

    /** What follows. */
    enum Verdict {
        RUN,
        WAIT,
        SKIP,
        FAIL
    }

    static Verdict decide(TriggerRule rule, UpstreamCounts up) {
        if (up.total() == 0) {
            return Verdict.RUN;
        }
        return switch (rule) {
            case ALL_SUCCESS -> up.failures() > 0 ? Verdict.FAIL : skipIfAny(up.skipped(), up);
            case ALL_FAILED -> skipIfAny(up.success() + up.skipped(), up);
            case ALL_DONE -> atEnd(up, Verdict.RUN);
            case ALL_DONE_SETUP_SUCCESS -> atEnd(up, bySetups(up));
            case ALL_DONE_MIN_ONE_SUCCESS ->
                up.skipped() > 0 ? Verdict.SKIP : atEnd(up, up.success() > 0 ? Verdict.RUN : Verdict.FAIL);
            case ALL_SKIPPED -> {
                boolean other = up.success() + up.failures() > 0;
                // A removed instance was never skipped, so then the rule can hold no more: it waits, as in Airflow.
                yield other ? Verdict.SKIP : up.skipped() == up.total() ? Verdict.RUN : Verdict.WAIT;
            }
            case ONE_SUCCESS ->
                up.success() > 0 ? Verdict.RUN : atEnd(up, up.skipped() == up.total() ? Verdict.SKIP : Verdict.FAIL);
            case ONE_FAILED -> up.failures() > 0 ? Verdict.RUN : atEnd(up, Verdict.SKIP);
            case ONE_DONE -> up.success() + up.failed() > 0 ? Verdict.RUN : atEnd(up, Verdict.SKIP);
            case NONE_FAILED -> up.failures() > 0 ? Verdict.FAIL : atEnd(up, Verdict.RUN);
            case NONE_FAILED_MIN_ONE_SUCCESS -> up.failures() > 0 ? Verdict.FAIL : atEnd(up, minOneSuccess(up));
            case NONE_SKIPPED -> skipIfAny(up.skipped(), up);
            case ALWAYS -> Verdict.RUN;
        };
    }

    private static Verdict skipIfAny(int count, UpstreamCounts up) {
        return count > 0 ? Verdict.SKIP : atEnd(up, Verdict.RUN);
    }

    private static Verdict atEnd(UpstreamCounts up, Verdict verdict) {
        return up.allFinished() ? verdict : Verdict.WAIT;
    }

    private static Verdict minOneSuccess(UpstreamCounts up) {
        if (up.success() > 0) {
            return Verdict.RUN;
        }
        return up.skipped() == up.total() ? Verdict.SKIP : Verdict.FAIL;
    }

    private static Verdict bySetups(UpstreamCounts up) {
        if (up.setups() == 0 || up.setupsSuccess() > 0) {
            return Verdict.RUN;
        }
        return up.setupsSkipped() == up.setups() ? Verdict.SKIP : Verdict.FAIL;
    }
}
