package dev.rondo.sdk;

/**
 * Why a try ended badly, as a callback sees it.
 *
 * @param reason stable word: {@code exception, system_exit, heap_full, killed_by_signal, timeout, host_lost, …}
 * @param message one line for people; of an exception its class and message
 */
public record TaskFailure(String reason, String message) {}
