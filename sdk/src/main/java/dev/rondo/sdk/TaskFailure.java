package dev.rondo.sdk;

/**
 * Why a try or a run ended badly, as a callback sees it.
 *
 * @param reason stable word: {@code exception, system_exit, heap_full, killed_by_signal, timeout, host_lost, …}, of one
 *     that was lost again and again {@code lost_too_often:…}, of an approval {@code no_answer}, of what another failure
 *     ended {@code fail_fast}, of a deadline {@code deadline_missed}; of a run {@code task_failed:TASK, deadlock,
 *     run_timeout, marked}
 * @param message one line for people; of an exception its class and message, of a run what failed
 */
public record TaskFailure(String reason, String message) {}
