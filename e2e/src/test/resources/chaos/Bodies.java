package ex;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TaskRef;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What tasks do. Every body leaves a file {@code DAG~RUN~TASK~MAP~TRY.JVM.NUMBER} with signs of life, one a line, and
 * how it ended and what it was given in the last one, and says the moments of the first and of the last one to its log;
 * every callback adds its key to {@code callback~DAG~RUN~NAME}.
 */
public final class Bodies {

    private static final String FOLDER = "@FOLDER@";
    static final long SEED = Long.parseLong("@SEED@");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    // Its id, when it was started (an id may come again), and the id of the worker that started it.
    private static final String JVM = ProcessHandle.current().pid() + "-"
            + ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() + "-"
            + ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);

    private Bodies() {}

    enum Way {
        LEFT,
        RIGHT
    }

    /** What a body does besides living for a while. */
    record Work(long millis, int failures, String end) {
        static final Work SHORT = new Work(0, 0, "ok");

        static Work failing(int times) {
            return new Work(0, times, "ok");
        }
    }

    static String runOf(TaskContext ctx) {
        return ctx.dagId() + "~" + ctx.runId().replaceAll("[^A-Za-z0-9_-]", "-");
    }

    static String key(TaskContext ctx) {
        return runOf(ctx) + "~"
                + ctx.taskId().replace('.', '@') + "~" + ctx.mapIndex() + "~" + ctx.tryNumber();
    }

    static void work(TaskContext ctx, Work work) throws Exception {
        work(ctx, work, "");
    }

    // What it was given, without blanks, stands behind the end.
    static void work(TaskContext ctx, Work work, Object given) throws Exception {
        String key = key(ctx);
        long millis = work.millis() > 0 ? work.millis() : 5 + Math.floorMod(key.hashCode() * 31L + SEED, 150);
        boolean fails = ctx.tryNumber() <= work.failures();
        String end = fails ? "fail" : work.end();
        Path file = Path.of(FOLDER, key + "." + JVM + "." + NUMBER.incrementAndGet());
        try (OutputStream out = Files.newOutputStream(file)) {
            long from = System.nanoTime();
            System.out.println("body from " + from);
            out.write((from + "\n").getBytes());
            long over = from + millis * 1_000_000;
            do {
                Thread.sleep(Math.min(20, millis));
                out.write((System.nanoTime() + "\n").getBytes());
            } while (System.nanoTime() < over);
            long to = System.nanoTime();
            System.out.println("body until " + to);
            out.write(((to + " " + end + " " + given).strip() + "\n").getBytes());
        }
        if (fails) {
            throw new IllegalStateException("planned");
        }
        if (end.equals("skip")) {
            throw new SkipException("planned");
        }
        if (end.equals("hopeless")) {
            throw new FailWithoutRetryException("planned");
        }
    }

    static void told(TaskContext ctx, String name) throws Exception {
        Files.writeString(
                Path.of(FOLDER, "callback~" + runOf(ctx) + "~" + name),
                ctx.idempotencyKey() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static int count(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT, n);
        return n;
    }

    // Long enough for others of the same task to wait for it.
    static int element(TaskContext ctx, int n, String letter) throws Exception {
        work(ctx, new Work(400, 0, "ok"), n + letter);
        return n;
    }

    static List<Integer> numbers(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT);
        return IntStream.range(0, n).boxed().toList();
    }

    static int sum(TaskContext ctx, List<Integer> all) throws Exception {
        work(ctx, Work.SHORT, all.stream().map(String::valueOf).collect(Collectors.joining("+")));
        return all.stream().mapToInt(n -> n).sum();
    }

    static Way way(TaskContext ctx) throws Exception {
        Way way = ctx.runId().hashCode() % 2 == 0 ? Way.LEFT : Way.RIGHT;
        work(ctx, new Work(0, 0, way.name().toLowerCase(Locale.ROOT)));
        return way;
    }

    static boolean isEnough(TaskContext ctx) throws Exception {
        boolean enough = Math.floorMod(ctx.runId().hashCode(), 4) < 2;
        work(ctx, new Work(0, 0, enough ? "yes" : "no"));
        return enough;
    }

    static TaskRef<Void> task(Dag dag, String id, Work work) {
        return dag.task(id).run(ctx -> work(ctx, work));
    }

    static void tellOfRuns(Dag dag) {
        dag.onSuccess(ctx -> told(ctx, "run-success")).onFailure(ctx -> told(ctx, "run-failure"));
    }

    /** A text like no other, of that many characters. */
    static String text(int length) {
        String once = UUID.randomUUID() + " ";
        return once.repeat(length / once.length() + 1).substring(0, length);
    }

    /** What stands for a text where it is too long to be written down. */
    static String digest(String text) {
        return text.length() + "#" + Integer.toHexString(text.hashCode());
    }
}
