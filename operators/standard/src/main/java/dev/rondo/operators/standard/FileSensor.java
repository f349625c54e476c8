package dev.rondo.operators.standard;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Waits for a file, or for a folder with a file in it. Its result is the path that was found; of several, the first in
 * the alphabet.
 *
 * <p>A path that grows is there: let who writes it write under another name and rename it when it is complete.
 *
 * @param filepath the path; {@code *} and {@code ?} stand for any characters of one name, {@code [ab]} for one of them,
 *     and {@code **} for any number of folders if {@code recursive}. A wildcard matches no name that begins with a dot
 * @param recursive whether {@code **} goes down, and whether a folder counts when the file lies deeper in it
 */
public record FileSensor(String filepath, boolean recursive, Waiting waiting)
        implements TunableSensor<String, FileSensor> {

    /** Waits for this path, in this folder alone. */
    public static FileSensor of(String filepath) {
        return new FileSensor(filepath, false, Waiting.DEFAULT);
    }

    /** With folders below looked into as well. */
    public FileSensor recursive(boolean deep) {
        return new FileSensor(filepath, deep, waiting);
    }

    @Override
    public FileSensor withWaiting(Waiting changed) {
        return new FileSensor(filepath, recursive, changed);
    }

    @Override
    public String execute(TaskContext context) throws IOException {
        Optional<Path> found = new FileSearch(filepath, recursive).first();
        return found.orElseThrow(LookAgain::later).toString();
    }
}
