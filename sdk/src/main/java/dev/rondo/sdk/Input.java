package dev.rondo.sdk;

/**
 * Something a task can receive: the result of a task, the params, gathered results, the element of a mapping. Given to
 * {@link Tasks#task}, it makes both the dependency and the XCom. Made by Rondo alone.
 *
 * @param <T> type of what the body gets
 */
public interface Input<T> {}
