package dev.rondo.benchmarks.fault;

import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.Part;
import java.io.IOException;
import java.time.Duration;

/** Something that happens to running processes, and how a supervisor, or nobody, puts it right. */
public enum Fault {
    /** Nothing: what the others are compared with. */
    NONE(1, Duration.ZERO, apart -> {}, apart -> {}),
    SCHEDULER_KILLED(
            1,
            Duration.ofSeconds(2),
            apart -> scheduler(apart).kill(),
            apart -> scheduler(apart).startAgain()),
    ONE_SCHEDULER_OF_TWO_KILLED(2, SCHEDULER_KILLED.lasts, SCHEDULER_KILLED.strike, SCHEDULER_KILLED.mending),
    /** Its task hosts end by themselves; what it had waits until its lease is over. */
    WORKER_KILLED(
            1,
            Duration.ofSeconds(2),
            apart -> worker(apart).kill(),
            apart -> worker(apart).startAgain()),
    /** Airflow's scheduler runs the tasks itself: here that is the scheduler, the worker and its task hosts. */
    ALL_THAT_RUNS_TASKS_KILLED(1, Duration.ofSeconds(2), Fault::killAllThatRunsTasks, Fault::startAllThatRunsTasks),
    /** As by {@code pg_ctl restart -m immediate}: no time to write anything down. */
    POSTGRESQL_RESTARTED(1, Duration.ZERO, Fault::killPostgres, Fault::restartPostgres),
    SCHEDULER_FROZEN(
            1,
            Duration.ofSeconds(30),
            apart -> scheduler(apart).freeze(),
            apart -> scheduler(apart).thaw()),
    ONE_SCHEDULER_OF_TWO_FROZEN(2, SCHEDULER_FROZEN.lasts, SCHEDULER_FROZEN.strike, SCHEDULER_FROZEN.mending),
    WEBSERVER_KILLED(
            1,
            Duration.ofSeconds(2),
            apart -> webserver(apart).kill(),
            apart -> webserver(apart).startAgain()),
    /** The process that runs one of the tasks; nothing has to be put right, the worker starts another one. */
    RUNNING_TASK_KILLED(1, Duration.ZERO, Fault::killATask, apart -> {});

    private interface Step {
        void on(Apart apart) throws IOException;
    }

    private final int schedulers;
    private final Duration lasts;

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing
    private final Step strike;

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing
    private final Step mending;

    Fault(int schedulers, Duration lasts, Step strike, Step mending) {
        this.schedulers = schedulers;
        this.lasts = lasts;
        this.strike = strike;
        this.mending = mending;
    }

    void strike(Apart apart) throws IOException {
        strike.on(apart);
    }

    void mend(Apart apart) throws IOException {
        mending.on(apart);
    }

    /** How many there are. */
    int schedulers() {
        return schedulers;
    }

    /** From the strike until it is put right. */
    Duration lasts() {
        return lasts;
    }

    private static Part scheduler(Apart apart) {
        return apart.part("scheduler1");
    }

    private static Part worker(Apart apart) {
        return apart.part("worker1");
    }

    private static Part webserver(Apart apart) {
        return apart.part("webserver");
    }

    private static void killAllThatRunsTasks(Apart apart) {
        scheduler(apart).killAll();
        worker(apart).killAll();
    }

    private static void startAllThatRunsTasks(Apart apart) throws IOException {
        scheduler(apart).startAgain();
        worker(apart).startAgain();
    }

    private static void killPostgres(Apart apart) throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(apart.postgres().pid())
                .orElseThrow(() -> new BenchmarkException("PostgreSQL is gone"));
        send("QUIT", postmaster);
        var ignored = postmaster.onExit().join();
    }

    private static void restartPostgres(Apart apart) {
        if (!apart.postgres().restartIfDead()) {
            throw new BenchmarkException("PostgreSQL had not stopped");
        }
    }

    private static void killATask(Apart apart) {
        ProcessHandle host = worker(apart)
                .below()
                .filter(ProcessHandle::isAlive)
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("no task runs"));
        boolean ignored = host.destroyForcibly();
    }

    private static void send(String signal, ProcessHandle process) throws IOException {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new BenchmarkException("cannot send " + signal + " to " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
