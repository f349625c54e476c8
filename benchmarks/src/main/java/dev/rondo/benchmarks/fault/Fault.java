package dev.rondo.benchmarks.fault;

import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.BenchmarkException;
import java.io.IOException;
import java.time.Duration;

/** Something that happens to running processes, and how a supervisor, or nobody, puts it right. */
public enum Fault {
    /** Nothing: what the others are compared with. */
    NONE(1, Duration.ZERO) {
        @Override
        void strike(Apart apart) {}

        @Override
        void mend(Apart apart) {}
    },
    SCHEDULER_KILLED(1, Duration.ofSeconds(2)) {
        @Override
        void strike(Apart apart) {
            apart.part(SCHEDULER).kill();
        }

        @Override
        void mend(Apart apart) throws IOException {
            apart.part(SCHEDULER).startAgain();
        }
    },
    /** Airflow's scheduler runs the tasks itself: here that is the scheduler, the worker and its task hosts. */
    ALL_THAT_RUNS_TASKS_KILLED(1, Duration.ofSeconds(2)) {
        @Override
        void strike(Apart apart) {
            apart.part(SCHEDULER).killAll();
            apart.part(WORKER).killAll();
        }

        @Override
        void mend(Apart apart) throws IOException {
            apart.part(SCHEDULER).startAgain();
            apart.part(WORKER).startAgain();
        }
    },
    /** As by {@code pg_ctl restart -m immediate}: no time to write anything down. */
    POSTGRESQL_RESTARTED(1, Duration.ZERO) {
        @Override
        void strike(Apart apart) throws IOException {
            ProcessHandle postmaster = ProcessHandle.of(apart.postgres().pid())
                    .orElseThrow(() -> new BenchmarkException("PostgreSQL is gone"));
            send("QUIT", postmaster);
            var ignored = postmaster.onExit().join();
        }

        @Override
        void mend(Apart apart) {
            if (!apart.postgres().restartIfDead()) {
                throw new BenchmarkException("PostgreSQL had not stopped");
            }
        }
    },
    SCHEDULER_FROZEN(1, Duration.ofSeconds(30)) {
        @Override
        void strike(Apart apart) throws IOException {
            apart.part(SCHEDULER).freeze();
        }

        @Override
        void mend(Apart apart) throws IOException {
            apart.part(SCHEDULER).thaw();
        }
    },
    ONE_SCHEDULER_OF_TWO_FROZEN(2, Duration.ofSeconds(30)) {
        @Override
        void strike(Apart apart) throws IOException {
            apart.part(SCHEDULER).freeze();
        }

        @Override
        void mend(Apart apart) throws IOException {
            apart.part(SCHEDULER).thaw();
        }
    },
    WEBSERVER_KILLED(1, Duration.ofSeconds(2)) {
        @Override
        void strike(Apart apart) {
            apart.part(WEBSERVER).kill();
        }

        @Override
        void mend(Apart apart) throws IOException {
            apart.part(WEBSERVER).startAgain();
        }
    },
    /** The process that runs one of the tasks; nothing has to be put right, the worker starts another one. */
    RUNNING_TASK_KILLED(1, Duration.ZERO) {
        @Override
        void strike(Apart apart) {
            ProcessHandle host = apart.part(WORKER)
                    .below()
                    .filter(ProcessHandle::isAlive)
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("no task runs"));
            boolean ignored = host.destroyForcibly();
        }

        @Override
        void mend(Apart apart) {}
    };

    private static final String SCHEDULER = "scheduler1";
    private static final String WORKER = "worker1";
    private static final String WEBSERVER = "webserver";

    private final int schedulers;
    private final Duration lasts;

    Fault(int schedulers, Duration lasts) {
        this.schedulers = schedulers;
        this.lasts = lasts;
    }

    abstract void strike(Apart apart) throws IOException;

    abstract void mend(Apart apart) throws IOException;

    /** How many there are. */
    int schedulers() {
        return schedulers;
    }

    /** From the strike until it is put right. */
    Duration lasts() {
        return lasts;
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
