package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting parser JVM is told on its standard input: the one file it is to read.
 *
 * @param jar the jar to read; for a source file the jar that is to be made of it
 * @param source the source file; null: {@code jar} is there already
 * @param sourceName name of the source file in the dags folder, such as {@code Census.java}; null without a source
 * @param libraries jars that the source file may use; put into its jar
 * @param unpackTo folder for the libraries in the jar
 * @param result where the answer goes
 * @param defaultArgs default arguments of the installation, by the names of options
 * @param askedFrom from when on timetable classes are asked
 */
record ParserJob(
        String jar,
        @Nullable String source,
        @Nullable String sourceName,
        List<String> libraries,
        String unpackTo,
        String result,
        Map<String, String> defaultArgs,
        AskedFrom askedFrom) {

    // Paths and options take a few kB; a length beyond this is no job.
    private static final int MAX_BYTES = 4 << 20;

    ParserJob {
        libraries = List.copyOf(libraries);
        defaultArgs = Map.copyOf(defaultArgs);
    }

    void send(OutputStream out) throws IOException {
        byte[] bytes = new Wire().encode(this);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(bytes.length);
        data.write(bytes);
        data.flush();
    }

    /** Waits for the job; empty when the side that asks is gone. */
    static Optional<ParserJob> receive(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            int length = data.readInt();
            if (length < 0 || length > MAX_BYTES) {
                throw new IOException("a job of " + length + " bytes; expected at most " + MAX_BYTES);
            }
            return Optional.of(new Wire().decode(data.readNBytes(length), ParserJob.class));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** A short name of the installation's default arguments; empty when there are none. */
    static String fingerprint(Map<String, String> defaultArgs) {
        if (defaultArgs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        new java.util.TreeMap<>(defaultArgs)
                .forEach((k, v) -> text.append(k)
                        .append('=')
                        .append(v.length())
                        .append(':')
                        .append(v));
        return dev.rondo.runtime.jar.Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }
}
