package dev.rondo.sdk;

/**
 * One DAG. Implementations are public, concrete classes with a public constructor without arguments; each one in a DAG
 * jar is loaded.
 */
@FunctionalInterface
public interface DagDefinition {

    /**
     * Makes the DAG. Called in the parser, where it runs twice and must give the same graph, and again in every worker
     * before a task runs: so it is quick, reads no clock, file or network, and has no side effect.
     */
    Dag define();
}
