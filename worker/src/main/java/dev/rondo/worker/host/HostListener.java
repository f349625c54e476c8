package dev.rondo.worker.host;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.host.HostMessage;
import java.time.Instant;

/** What the pool tells of its tries. Called from the hosts' own threads; must not block. */
public interface HostListener {

    /** The body began. */
    void started(long dispatchId, Instant at);

    /** The try is over, whatever way; its host's last line is in the log file. */
    void ended(WorkerMessage.Ended ended);

    /** An unstarted try came back. */
    void returned(long dispatchId, String reason);

    /** A body asks for something only the server has; the answer goes to {@link HostPool#reply}. */
    void asked(HostMessage.Request request);
}
