package dev.rondo.webserver.rest;

/** An answer that is sent as plain text, to who prefers it to JSON. */
public record Text(String text) {}
