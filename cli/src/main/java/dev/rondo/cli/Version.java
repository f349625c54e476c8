package dev.rondo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/** The version of this build. */
public final class Version implements CommandLine.IVersionProvider {

    /** Such as {@code 0.1.0}. */
    public static String text() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from rondo-cli.jar; build it anew");
            }
            build.load(in);
            return build.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of this build", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"rondo " + text(), "Java " + Runtime.version() + " at " + System.getProperty("java.home")};
    }
}
