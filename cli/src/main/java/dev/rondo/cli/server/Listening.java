package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** An address and port to listen on. */
record Listening(String host, int port) {

    Listening {
        if (port < 0 || port > 65_535) {
            throw new CommandException(ExitCode.USAGE, "a port is 0 to 65535, was " + port);
        }
    }

    /**
     * Starts something that listens there.
     *
     * @throws CommandException when the port is taken, or the address is none of this machine
     */
    void start(Runnable server) {
        try {
            server.run();
        } catch (RuntimeException e) {
            Throwable root = rootOf(e);
            if (root instanceof BindException
                    || root instanceof UnknownHostException
                    || root instanceof UnresolvedAddressException
                    || String.valueOf(e.getMessage()).contains("Port already in use")) {
                throw new CommandException(
                        ExitCode.UNAVAILABLE,
                        "cannot listen on " + host + ":" + port + " (" + reason(root)
                                + "); another process may use it: choose another with --port or --host",
                        e);
            }
            throw e;
        }
    }

    /** The URL for a client on this machine. */
    String url(int actualPort) {
        return url("http", actualPort);
    }

    /** The same, by {@code http} or {@code https}. */
    String url(String scheme, int actualPort) {
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        String shown = any ? "127.0.0.1" : host;
        return scheme + "://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + actualPort;
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable root) {
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
