package dev.rondo.core.newrun;

/**
 * What every way to a new run asks of a DAG.
 *
 * @param fileName of the file in the dags folder that defines it, or defined it last
 * @param active whether that file is there and still defines it
 * @param paused whether it is switched off
 */
public record DagFacts(String dagId, String fileName, boolean active, boolean paused) {}
