package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the server of a home up, by attaching to the one that runs or by starting one. Under the start lock only. */
final class Starter {

    /**
     * What came of it.
     *
     * @param wasRunning whether it ran already
     */
    record Up(Postmaster postmaster, JdbcSettings settings, boolean wasRunning) {}

    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

    /** Between two looks at the processes that a killed server left behind. */
    private static final Duration REMAINS_STEP = Duration.ofMillis(50);

    /** 10 s: they end within milliseconds, but for one in the middle of a long computation. */
    private static final int REMAINS_STEPS = 200;

    /** Other programs may take a port between our look and the server's; twenty times in a row they do not. */
    private static final int PORT_TRIES = 20;

    private final PostgresHome home;
    private final EmbeddedPostgresConfig config;
    private final Pause pause;

    Starter(PostgresHome home, EmbeddedPostgresConfig config, Pause pause) {
        this.home = home;
        this.config = config;
        this.pause = pause;
    }

    /** @param others processes that use the server of this home now */
    Up bringUp(List<Long> others) {
        Path installations = config.installations();
        Installation installation =
                Binaries.ofThisMachine().unpackInto(installations == null ? home.folder() : installations, pause);
        SignIn signIn = new SignIn(home, Password.readOrMake(home), pause);
        Optional<Up> running = attach(installation, signIn, others);
        return running.isPresent() ? running.get() : start(installation, signIn, others);
    }

    private Optional<Up> attach(Installation installation, SignIn signIn, List<Long> others) {
        Optional<Postmaster> found = Postmaster.find(home);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Postmaster postmaster = found.get();
        if (others.isEmpty() && !isCurrent(postmaster, installation)) {
            LOG.atInfo()
                    .addKeyValue("pid", postmaster.process().pid())
                    .log("a postgresql with other settings or of another version was left running, restarting it");
            // Nobody would know of it. One that still recovers goes on, or it would never get to the end.
            Postmaster.find(home)
                    .filter(Postmaster::isReady)
                    .ifPresent(it -> it.stop(home, config.stopTimeout(), pause));
            return Optional.empty();
        }
        refuseOtherPort(postmaster, others);
        return signIn.to(postmaster, config.startTimeout()).map(it -> new Up(it.postmaster(), it.settings(), true));
    }

    private void refuseOtherPort(Postmaster postmaster, List<Long> others) {
        if (config.port() != 0 && postmaster.port() != 0 && config.port() != postmaster.port()) {
            throw new EmbeddedPostgresException(
                    Problem.HOME_IN_USE,
                    "embedded postgresql: port " + config.port() + " is asked for, but the server of " + home.folder()
                            + " listens on " + postmaster.port() + " for process " + others.getFirst()
                            + "; stop that process first, or ask for no port");
        }
    }

    private boolean isCurrent(Postmaster postmaster, Installation installation) {
        boolean isPortRight = config.port() == 0 || config.port() == postmaster.port();
        return isPortRight
                && postmaster.runs(installation)
                && ServerConf.isCurrent(home, config.durability(), postmaster.port());
    }

    private Up start(Installation installation, SignIn signIn, List<Long> others) {
        refuseIfServedElsewhere(others);
        ServerUser user = new ServerUserChoice(home, installation).choose();
        new DataDirectory(home, installation, config.durability()).prepare(user);
        try {
            Postmaster.forgetRecycledPid(home);
            Up up = firstSignIn(launch(new Launcher(home, installation, user, config.startTimeout())), signIn);
            new PortChoice(home, config.port()).remember(up.postmaster().port());
            return up;
        } catch (IOException e) {
            throw IoFailure.explained("start the server of " + home.folder(), e);
        }
    }

    private Up firstSignIn(Postmaster postmaster, SignIn signIn) {
        try {
            SignIn.SignedIn up = signIn.to(postmaster, config.startTimeout())
                    .orElseThrow(() -> failed("it ended right after its start; its last words are in " + home.log()));
            return new Up(up.postmaster(), up.settings(), false);
        } catch (RuntimeException e) {
            // Nobody would know of it. One that still recovers goes on, or it would never get to the end.
            Postmaster.find(home)
                    .filter(Postmaster::isReady)
                    .ifPresent(it -> it.stop(home, config.stopTimeout(), pause));
            throw e;
        }
    }

    private Postmaster launch(Launcher launcher) throws IOException {
        PortChoice ports = new PortChoice(home, config.port());
        int port = ports.first();
        for (int tries = 1; tries <= PORT_TRIES; tries++) {
            ServerConf.write(home, config.durability(), port);
            switch (launchOnceClear(launcher)) {
                case Launch.Up up -> {
                    return up.postmaster();
                }
                case Launch.PortTaken _ -> {
                    int next = portAfter(ports, port);
                    LOG.atInfo()
                            .addKeyValue("taken", port)
                            .addKeyValue("port", next)
                            .log("another program listens on the port of postgresql, choosing another");
                    port = next;
                }
                case Launch.RemainsOfAnother _ ->
                    throw failed(
                            "processes of a killed server still use its memory; see `ps` for 'postgres:', end them");
                case Launch.Failed failure -> throw explained(failure.said());
            }
        }
        throw failed(PORT_TRIES + " ports in a row were taken, at last " + port);
    }

    private int portAfter(PortChoice ports, int taken) {
        if (ports.isFixed()) {
            throw new EmbeddedPostgresException(
                    Problem.PORT_TAKEN,
                    "embedded postgresql: port " + taken
                            + " on 127.0.0.1, which the configuration asks for, is taken by"
                            + " another program; free it, give another port, or give none and one is chosen");
        }
        return ports.nextAfter(taken);
    }

    private Launch launchOnceClear(Launcher launcher) throws IOException {
        Launch launch = launcher.launch();
        for (int step = 0; step < REMAINS_STEPS && launch instanceof Launch.RemainsOfAnother; step++) {
            Waits.pause(pause, REMAINS_STEP, "waiting for the processes of a killed server");
            launch = launcher.launch();
        }
        return launch;
    }

    /** Its users live, its server is not to be seen from here: they are in another container, and so is it. */
    private void refuseIfServedElsewhere(List<Long> others) {
        List<Long> unseen =
                others.stream().filter(pid -> ProcessHandle.of(pid).isEmpty()).toList();
        if (!unseen.isEmpty()) {
            throw new EmbeddedPostgresException(
                    Problem.HOME_IN_USE,
                    "embedded postgresql: " + home.folder()
                            + " is in use by a process in another container (there: pid " + unseen.getFirst()
                            + "); one home serves one container, give this one another RONDO_HOME");
        }
    }

    private EmbeddedPostgresException explained(String said) {
        Problem problem = IoFailure.classify(said);
        return new EmbeddedPostgresException(
                problem,
                "embedded postgresql: the server of " + home.folder() + " did not start: " + said
                        + IoFailure.remedy(problem));
    }

    private EmbeddedPostgresException failed(String why) {
        return new EmbeddedPostgresException(
                Problem.SERVER_FAILED,
                "embedded postgresql: the server of " + home.folder() + " did not start: " + why);
    }
}
