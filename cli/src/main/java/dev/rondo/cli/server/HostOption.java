package dev.rondo.cli.server;

import picocli.CommandLine.Option;

/** The address that a server listens on. */
public final class HostOption {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
    private String host = "";

    Listening on(int port) {
        return new Listening(host, port);
    }
}
