package dev.rondo.webserver.rest;

/** A refusal as it is sent, after RFC 9457; {@code detail} is what Airflow's clients read. */
record Problem(String detail, String title, int status, String code) {}
