package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.Webserver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo webserver}. */
@Command(
        name = "webserver",
        description = "Serves the web page and the REST API. Several may run at once.",
        mixinStandardHelpOptions = true)
public final class WebserverCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 8;

    @Mixin
    private RoleOptions role = new RoleOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + WebserverPart.DEFAULT_PORT,
            description = "Port of page and API; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Mixin
    private HostOption host = new HostOption();

    @Option(
            names = "--dags",
            paramLabel = "FOLDER",
            description = "Folder that uploaded DAG files go to: the first one of a DAG processor. Default: none are"
                    + " taken.")
    private @Nullable Path dags;

    @Override
    public Integer call() throws Exception {
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Home home = role.home();
        Announcer announcer = role.announcer();
        Listening listening = host.on(port);
        Storage storage = role.open(parts, CONNECTIONS, announcer);
        if (WebserverPart.ensureAdmin(storage, home)) {
            announcer.say("user admin was made; its password is in " + home.adminPassword());
        }
        OutsideSettings outside = SecretsSettings.open(parts, role.environment());
        Metrics metrics = parts.add(Metrics.of(home, role.environment()));
        Webserver webserver = parts.add(WebserverPart.start(
                storage, listening, role.environment(), outside, metrics, Optional.ofNullable(dags)));
        parts.add(Heartbeat.start(new ControlStore(storage.transactions()), "webserver", InstantSource.system()));
        announcer.say("Rondo " + Version.text() + " webserver is ready: "
                + listening.url(webserver.scheme(), webserver.port()));
    }
}
