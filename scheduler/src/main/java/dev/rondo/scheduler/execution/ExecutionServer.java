package dev.rondo.scheduler.execution;

import dev.rondo.core.metrics.Scrape;
import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Frame;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.Wire;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.query.Probes;
import dev.rondo.scheduler.fleet.WorkerGateway;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a scheduler offers to workers, under {@code /execution/v1}: the stream for control messages, and requests for
 * what would hold a heartbeat up: jars, logs, large values and the questions of bodies.
 *
 * <p>Beside that, at {@code /metrics}, what the scheduler counts, for who has the token of metrics.
 *
 * <p>Stream, jars and logs take the workers' token; everything in the name of a dispatch takes that dispatch's token.
 */
public final class ExecutionServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionServer.class);

    private static final String ROOT = "/execution/v1";

    // Keeps proxies between worker and scheduler from closing a quiet stream.
    private static final long PING_SECONDS = 15;

    private static final Duration STREAM_IDLE = Duration.ofSeconds(60);

    // A batch of log pieces, or one large XCom below its cap.
    private static final long MAX_BODY_BYTES = 80L << 20;

    // Frames are small; a single message may be larger, see Frame.split.
    private static final long MAX_FRAME_BYTES = 16L << 20;

    private static final String BEARER = "Bearer ";

    private final ExecutionConfig config;
    private final WorkerGateway gateway;
    private final DispatchQuestions questions;
    private final BlobStore blobs;
    private final LogStore logs;
    private final Scrape scrape;
    private final Probes probes;
    private final Wire wire = new Wire();
    private final AtomicBoolean logsFail = new AtomicBoolean();
    private final AtomicBoolean storeFails = new AtomicBoolean();
    private final Map<String, StreamSession> sessions = new ConcurrentHashMap<>();
    private final Javalin javalin;

    /**
     * Where the server listens and what workers sign in with.
     *
     * @param port 0: any free one
     */
    public record ExecutionConfig(String host, int port, String workerToken) {}

    /** A server that does not listen yet. */
    public ExecutionServer(
            ExecutionConfig config,
            WorkerGateway gateway,
            DispatchQuestions questions,
            BlobStore blobs,
            LogStore logs,
            Scrape scrape,
            Probes probes) {
        this.config = config;
        this.gateway = gateway;
        this.questions = questions;
        this.blobs = blobs;
        this.logs = logs;
        this.scrape = scrape;
        this.probes = probes;
        this.javalin = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.concurrency.useVirtualThreads = true;
        javalinConfig.http.maxRequestSize = MAX_BODY_BYTES;
        javalinConfig.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxBinaryMessageSize(MAX_FRAME_BYTES);
            factory.setIdleTimeout(STREAM_IDLE);
        });
        var routes = javalinConfig.routes;
        routes.wsBeforeUpgrade(ROOT + "/stream", this::requireWorker);
        routes.ws(ROOT + "/stream", this::stream);
        routes.get(ROOT + "/jars/{hash}", this::jar);
        routes.post(ROOT + "/logs", this::logs);
        routes.post(ROOT + "/dispatches/{id}/inputs", this::inputs);
        routes.post(ROOT + "/dispatches/{id}/ask", this::ask);
        routes.get(Scrape.PATH, this::metrics);
        routes.get(Probes.LIVE, ctx -> tell(ctx, probes.live()));
        routes.get(Probes.READY, ctx -> tell(ctx, probes.ready()));
        routes.exception(DispatchQuestions.NotAllowedException.class, (e, ctx) -> text(ctx, 403, e.getMessage()));
        routes.exception(Wire.WireException.class, (e, ctx) -> text(ctx, 400, e.getMessage()));
        routes.exception(IOException.class, this::storeFails);
        routes.exception(IllegalArgumentException.class, (e, ctx) -> text(ctx, 400, e.getMessage()));
    }

    /** Begins to listen. */
    public void start() {
        javalin.start(config.host(), config.port());
        LOG.atDebug().addKeyValue("port", port()).log("execution API is up");
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return new InetSocketAddress(config.host(), port());
    }

    private void stream(WsConfig ws) {
        ws.onConnect(ctx -> {
            ctx.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
            StreamSession session = new StreamSession(ctx, wire);
            sessions.put(ctx.sessionId(), session);
            session.start();
        });
        ws.onBinaryMessage(ctx -> {
            StreamSession session = sessions.get(ctx.sessionId());
            if (session != null) {
                ByteBuffer data = ctx.data();
                byte[] frame = new byte[data.remaining()];
                data.get(frame);
                take(session, frame);
            }
        });
        ws.onClose(this::closed);
        ws.onError(this::closed);
    }

    private void take(StreamSession session, byte[] frame) {
        List<WorkerMessage> messages;
        try {
            messages = wire.decode(frame, Frame.OfWorker.class).messages();
        } catch (Wire.WireException e) {
            LOG.atWarn().log("a worker sent what is no message; its stream is closed: " + e.getMessage());
            session.close("not a message of this protocol");
            return;
        }
        for (WorkerMessage message : messages) {
            if (message instanceof WorkerMessage.Hello hello) {
                if (session.greeted || !speaksOurs(session, hello)) {
                    return;
                }
                session.greeted = true;
                gateway.connected(session, hello);
            } else if (session.greeted) {
                gateway.said(session, message);
            }
        }
    }

    private static boolean speaksOurs(StreamSession session, WorkerMessage.Hello hello) {
        if (hello.protocol() == WorkerMessage.PROTOCOL) {
            return true;
        }
        String message = "this scheduler speaks protocol " + WorkerMessage.PROTOCOL + ", worker " + hello.name() + " "
                + hello.protocol() + " (it is Rondo " + hello.version()
                + "): run the same version of Rondo on both, the scheduler first";
        LOG.atWarn().log("a worker is refused: " + message);
        session.send(new SchedulerMessage.Refused("OTHER_PROTOCOL", message));
        session.close("another protocol");
        return false;
    }

    private void closed(WsContext ctx) {
        StreamSession session = sessions.remove(ctx.sessionId());
        if (session != null) {
            session.ended();
            if (session.greeted) {
                gateway.disconnected(session);
            }
        }
    }

    private void jar(Context ctx) throws IOException {
        requireWorker(ctx);
        Optional<BlobStore.Blob> jar = blobs.find(ctx.pathParam("hash"));
        if (jar.isEmpty()) {
            text(ctx, 404, "the store has no jar " + ctx.pathParam("hash"));
            return;
        }
        storeFails.set(false);
        ctx.contentType("application/java-archive")
                .header("Content-Length", Long.toString(jar.get().sizeBytes()))
                .result(jar.get().content());
    }

    private void logs(Context ctx) {
        requireWorker(ctx);
        List<LogChunk> chunks =
                wire.decode(ctx.bodyAsBytes(), LogChunk.Batch.class).chunks();
        try {
            ctx.result(wire.encode(new LogChunk.Kept(keep(chunks))));
            logsFail.set(false);
        } catch (IOException e) {
            // Workers keep them and send them again every second: it is said once.
            LOG.atLevel(logsFail.getAndSet(true) ? Level.DEBUG : Level.WARN)
                    .setCause(e)
                    .log("logs of tasks cannot be kept; workers send them again until they can");
            text(ctx, 500, "logs cannot be kept: " + e.getMessage());
        }
    }

    private List<Long> keep(List<LogChunk> chunks) throws IOException {
        return logs.append(chunks.stream()
                .map(chunk -> new LogStore.Piece(
                        new LogStore.LogKey(
                                chunk.dagId(), chunk.runId(), chunk.taskId(), chunk.mapIndex(), chunk.tryNumber()),
                        chunk.dispatchId(),
                        chunk.offset(),
                        chunk.text().getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    // Workers ask again for a while: it is said once.
    private void storeFails(IOException e, Context ctx) {
        LOG.atLevel(storeFails.getAndSet(true) ? Level.DEBUG : Level.WARN)
                .setCause(e)
                .log("the store of jars and large values does not answer; workers ask again");
        text(ctx, 503, "the store does not answer: " + e.getMessage());
    }

    private void inputs(Context ctx) throws DispatchQuestions.NotAllowedException, IOException {
        ctx.result(wire.encode(new Ask.Inputs(questions.inputs(token(ctx)))));
    }

    private void ask(Context ctx) throws DispatchQuestions.NotAllowedException, IOException {
        Ask ask = wire.decode(ctx.bodyAsBytes(), Ask.class);
        @Nullable String answer = questions.answer(token(ctx), ask);
        ctx.result(wire.encode(new Ask.Answer(answer)));
    }

    private void metrics(Context ctx) {
        if (!scrape.isAllowed(ctx.header("Authorization"))) {
            throw new UnauthorizedResponse(Scrape.REFUSAL);
        }
        ctx.contentType(Scrape.CONTENT_TYPE).result(scrape.text());
    }

    private static void tell(Context ctx, Probes.Answer answer) {
        ctx.status(answer.status()).contentType(Probes.CONTENT_TYPE).result(answer.json());
    }

    private void requireWorker(Context ctx) {
        byte[] given = token(ctx).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, config.workerToken().getBytes(StandardCharsets.UTF_8))) {
            throw new UnauthorizedResponse(
                    "not the workers' token; `rondo worker` takes it from RONDO_WORKER_TOKEN or --token-file");
        }
    }

    private static String token(Context ctx) {
        String header = ctx.header("Authorization");
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    private static void text(Context ctx, int status, @Nullable String message) {
        ctx.status(status).result(message == null ? "" : message);
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
