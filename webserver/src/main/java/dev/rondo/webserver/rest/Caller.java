package dev.rondo.webserver.rest;

/** Who sent a request. */
public record Caller(String username, Role role) {}
