package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import java.time.Instant;

/**
 * One rule about when an instance may start. Rules are stateless, look at nothing but their arguments, and are asked by
 * the machine to decide and by {@link Why} to explain.
 */
interface StartRule {

    Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now);
}
