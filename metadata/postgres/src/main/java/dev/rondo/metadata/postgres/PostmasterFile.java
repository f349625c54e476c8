package dev.rondo.metadata.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid}; a killed one leaves it behind.
 *
 * @param pid of the postmaster
 * @param port it listens on, or is about to; 0: not written yet
 * @param isReady whether it said that it accepts connections
 */
record PostmasterFile(long pid, int port, boolean isReady) {

    /** Line numbers, from 0, are PostgreSQL's ({@code src/include/miscadmin.h}): a fixed format of its pg_ctl. */
    private static final int PORT_LINE = 3;

    private static final int STATUS_LINE = 7;

    /** Empty: there is none, or it is only half written. */
    static Optional<PostmasterFile> read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw IoFailure.explained("read " + file, e);
        }
    }

    static Optional<PostmasterFile> parse(List<String> lines) {
        try {
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            long pid = Math.abs(Long.parseLong(lines.getFirst().strip())); // negative: a single-user server
            int port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).strip())
                    : 0;
            boolean isReady =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new PostmasterFile(pid, port, isReady));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
