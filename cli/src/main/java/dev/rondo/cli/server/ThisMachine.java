package dev.rondo.cli.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this process runs on. */
public final class ThisMachine {

    private ThisMachine() {}

    /** Its name; {@code localhost} where the network does not know it, as in some containers. */
    public static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    // Three quarters of the machine: the rest is for the server, PostgreSQL and the operating system.
    static long memoryForTasks() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() / 4 * 3;
    }
}
