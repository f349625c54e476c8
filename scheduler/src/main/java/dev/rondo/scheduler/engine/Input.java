package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.RunEvent;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.util.Map;
import java.util.Set;

/** What can come to the engine. */
sealed interface Input {

    /** A worker opened a stream. */
    record Connected(WorkerGateway.Stream stream, WorkerMessage.Hello hello) implements Input {}

    /** A connected worker said something. */
    record Said(WorkerGateway.Stream stream, WorkerMessage message) implements Input {}

    /** A stream is over. */
    record Disconnected(WorkerGateway.Stream stream) implements Input {}

    /** Something happened to a run: a timer, a lost worker, a change of the run before it. */
    record Happened(long runNo, RunEvent event) implements Input {}

    /**
     * Runs that may hold ready instances this scheduler does not know of.
     *
     * @param all whether these are all, so that it knows everything once it has looked at them
     */
    record Look(Set<Long> runNos, boolean all) implements Input {}

    /** DAGs of which queued runs may start. */
    record MayStart(Set<String> dagIds) implements Input {}

    /** Something to be carried out between the events, such as a command. */
    record Asked(RunWork work) implements Input {}

    /** Of so many DAGs of these jars runs are due within seconds. */
    record Expected(Map<String, Integer> due) implements Input {}

    /** Nothing happened, but look for what can be granted. */
    record Wake() implements Input {}
}
