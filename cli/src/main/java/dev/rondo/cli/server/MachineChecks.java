package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Home;
import dev.rondo.cli.Setting;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.ServerTrust;
import dev.rondo.cli.api.SignIn;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.webserver.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the machine is to have: Java, a home that can be written, room, a certificate, ports. */
final class MachineChecks {

    /** Less than this is used up by a busy day's logs and jars. */
    static final long LITTLE_SPACE = 5L << 30;

    /** With less than this PostgreSQL soon stops. */
    static final long NO_SPACE = 500L << 20;

    private static final int JAVA = 25;

    // Certificates of 90 days are renewed a month before their end: one that has less was not.
    private static final Duration ENDS_SOON = Duration.ofDays(21);

    private final Home home;
    private final Instant now;

    MachineChecks(Home home, Instant now) {
        this.home = home;
        this.now = now;
    }

    /** Of that version. */
    List<Finding> java(int feature) {
        return feature >= JAVA
                ? List.of()
                : List.of(Finding.error(
                        "JAVA_TOO_OLD",
                        "this is Java " + feature + ", and Rondo needs " + JAVA + " or newer",
                        System.getProperty("java.home", ""),
                        "install a JDK " + JAVA + " and set JAVA_HOME to it"));
    }

    /**
     * The home, its secrets and its disk.
     *
     * @param little bytes below which there is little room
     * @param none bytes below which there is none
     */
    List<Finding> home(long little, long none) {
        Path folder = home.folder();
        if (!Files.exists(folder)) {
            return List.of(Finding.note(
                    "NO_HOME",
                    "there is no home yet",
                    folder.toString(),
                    "rondo standalone makes one; RONDO_HOME names another"));
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return List.of(Finding.error(
                    "HOME_NOT_WRITABLE",
                    Files.isDirectory(folder) ? "the home cannot be written" : "the home is no folder",
                    folder.toString(),
                    "give the user " + System.getProperty("user.name")
                            + " rights to it, or set RONDO_HOME to another"));
        }
        List<Finding> findings = new ArrayList<>(room(folder, little, none));
        for (Path secret : List.of(
                home.adminPassword(),
                home.workerToken(),
                home.metricsToken(),
                home.secretKeys(),
                folder.resolve("cli-token"))) {
            if (isReadByOthers(secret)) {
                findings.add(Finding.error(
                        "SECRET_READABLE", "others can read a secret", secret.toString(), "chmod 600 " + secret));
            }
        }
        return findings;
    }

    private static List<Finding> room(Path folder, long little, long none) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String what = (free >> 20) + " MiB are free";
            String mend =
                    "make room, or set RONDO_HOME or RONDO_STORAGE to a larger disk; rondo db clean deletes old runs";
            if (free < none) {
                return List.of(Finding.error("DISK_FULL", what, folder.toString(), mend));
            }
            return free < little
                    ? List.of(Finding.warning("DISK_NEARLY_FULL", what, folder.toString(), mend))
                    : List.of();
        } catch (IOException e) {
            return List.of(Finding.warning(
                    "DISK_UNKNOWN", "how much is free cannot be told: " + e, folder.toString(), "mount it again"));
        }
    }

    private static boolean isReadByOthers(Path file) {
        try {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
            return may.contains(PosixFilePermission.GROUP_READ) || may.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // it is not there, or this system knows no such rights
        }
    }

    /** The certificate of page and API; that it cannot be used is told with the settings. */
    List<Finding> tls(Map<String, String> environment) {
        try {
            Optional<Tls> tls = TlsSettings.of(environment);
            return tls.isPresent() ? ends(tls.get().endsAt()) : List.of();
        } catch (CommandException e) {
            return List.of();
        }
    }

    private List<Finding> ends(Instant end) {
        String where = "RONDO_TLS_CERT or RONDO_TLS_KEYSTORE";
        String mend = "renew it, put it there and start the server again";
        if (!end.isAfter(now)) {
            return List.of(Finding.error("CERTIFICATE_EXPIRED", "the certificate ended at " + end, where, mend));
        }
        return end.isBefore(now.plus(ENDS_SOON))
                ? List.of(Finding.warning("CERTIFICATE_ENDS", "the certificate ends at " + end, where, mend))
                : List.of();
    }

    /** The server of the home, and the port that one is to have. */
    List<Finding> port(int port, Map<String, String> environment) {
        Optional<URI> said = said();
        if (said.isPresent()) {
            return answers(said.get(), environment)
                    ? List.of()
                    : List.of(Finding.warning(
                            "SERVER_DOES_NOT_ANSWER",
                            "the standalone of this home said that it runs at " + said.get()
                                    + ", and nobody answers there",
                            home.serverFile().toString(),
                            "if it was killed start it again; if it hangs look at " + home.serverLog()));
        }
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(loopback, port));
            return List.of();
        } catch (IOException e) {
            return taken(loopback.getHostAddress() + ":" + port, environment);
        }
    }

    private static List<Finding> taken(String where, Map<String, String> environment) {
        boolean encrypted = Setting.TLS_CERT.in(environment).isPresent()
                || Setting.TLS_KEYSTORE.in(environment).isPresent();
        if (answers(URI.create((encrypted ? "https://" : "http://") + where), environment)) {
            return List.of();
        }
        String mend = "stop that, or start with --port N";
        // The certificate of a server is hardly ever one for this address.
        return List.of(
                encrypted
                        ? Finding.note(
                                "PORT_TAKEN",
                                "the port is taken, and with TLS it cannot be told whether by Rondo",
                                where,
                                "if no webserver runs here " + mend)
                        : Finding.warning(
                                "PORT_TAKEN", "the port is taken by something that is no Rondo", where, mend));
    }

    private Optional<URI> said() {
        try {
            return JsonValue.parse(Files.readString(home.serverFile())) instanceof JsonObject server
                    ? server.findString("url").map(url -> SignIn.uri(url, "server.json"))
                    : Optional.empty();
        } catch (IOException | JsonException | CommandException e) {
            return Optional.empty();
        }
    }

    private static boolean answers(URI server, Map<String, String> environment) {
        try {
            return new ApiClient(server, ServerTrust.of(environment), ApiClient.Tokens.NONE)
                    .get("/api/v2/version")
                    .findString("version")
                    .isPresent();
        } catch (CommandException e) {
            return false;
        }
    }
}
