package dev.rondo.sdk;

/** What an approval makes of it that nobody answers by the end of its {@link TaskOptions#executionTimeout}. */
public enum NoAnswer {
    /** The task fails, without a retry. */
    FAIL,
    /** It is a rejection: the task succeeds, and what is below is skipped. */
    REJECT
}
