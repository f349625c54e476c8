package dev.rondo.testkit.local;

/** How a local run ended, as its process tells whoever started it. */
public enum LocalOutcome {
    /** The run, or the task, ended well. */
    SUCCESS,
    /** It failed, or it waits for what no time brings; the reason was printed. */
    FAILED,
    /** The DAG cannot be loaded; every problem was printed. */
    NOT_LOADED,
    /** There is no such DAG, task or instance; what there is was printed. */
    NOT_FOUND,
    /** Date, conf or inputs do not fit; the reason was printed. */
    REFUSED
}
