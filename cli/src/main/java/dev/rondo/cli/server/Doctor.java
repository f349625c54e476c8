package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.EnvironmentNames;
import dev.rondo.cli.Home;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at all of an installation. What one look finds does not keep the others from looking. */
final class Doctor {

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final ServerOptions server;
    private final List<String> dags;
    private final int port;

    /**
     * A look at what the environment says.
     *
     * @param dags places of DAG files, as they were named; empty: that of the home
     */
    Doctor(Map<String, String> environment, InstantSource clock, ServerOptions server, List<String> dags, int port) {
        this.environment = environment;
        this.clock = clock;
        this.server = server;
        this.dags = dags;
        this.port = port;
    }

    List<Finding> examine() {
        Home home = Home.of(environment);
        List<Finding> findings = new ArrayList<>();
        Stream.concat(
                        EnvironmentNames.problems(environment.keySet()).stream(),
                        SettingChecks.problems(environment).stream())
                .map(problem -> Finding.error("SETTING", problem, "environment", "rondo config list shows what is set"))
                .forEach(findings::add);
        MachineChecks machine = new MachineChecks(home, clock.instant());
        findings.addAll(machine.java(Runtime.version().feature()));
        findings.addAll(machine.home(MachineChecks.LITTLE_SPACE, MachineChecks.NO_SPACE));
        findings.addAll(machine.tls(environment));
        findings.addAll(machine.port(port, environment));
        DagPlaceChecks places = new DagPlaceChecks(home, environment);
        findings.addAll(places.places(dags));
        findings.addAll(places.storage(server));
        findings.addAll(database(home));
        return findings;
    }

    private List<Finding> database(Home home) {
        try {
            return new DatabaseChecks(home, clock).all(environment, server);
        } catch (CommandException e) {
            return List.of(); // a setting of the database is wrong, and is among the findings already
        }
    }
}
