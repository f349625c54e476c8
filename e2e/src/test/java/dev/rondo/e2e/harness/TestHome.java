package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A fresh {@code RONDO_HOME}. Closing it kills every process that still lives in it and removes it. */
public final class TestHome implements AutoCloseable {

    private final Path folder;
    private final Map<String, SmallDisk> disks = new HashMap<>();

    private TestHome(Path folder) {
        this.folder = folder;
    }

    /** An empty one. */
    public static TestHome fresh() {
        try {
            TestHome home = new TestHome(Files.createTempDirectory("rondo-e2e").toRealPath());
            Files.createDirectories(home.dags());
            // Also when the test itself is stopped half way.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> home.inhabitants().forEach(ProcessHandle::destroyForcibly)));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a home", e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The watched folder. */
    public Path dags() {
        return folder.resolve("dags");
    }

    /** Puts a file into the watched folder under its final name in one step, over an older one. */
    public void drop(String fileName, byte[] content) {
        drop(fileName, content, "rw-r--r--");
    }

    /** As above, with these rights, such as {@code rw-------}. */
    public void drop(String fileName, byte[] content, String rights) {
        try {
            Path part = Files.write(folder.resolve(fileName + ".part"), content);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(rights));
            Files.move(part, dags().resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop " + fileName, e);
        }
    }

    /**
     * Copies over a file in the watched folder as a slow hand does: it is empty, then half of it is there, then all.
     *
     * @param pause between the steps
     */
    public void copyOver(String fileName, byte[] content, Duration pause) {
        try (OutputStream out = Files.newOutputStream(dags().resolve(fileName))) {
            LockSupport.parkNanos(pause.toNanos());
            out.write(content, 0, content.length / 2);
            LockSupport.parkNanos(pause.toNanos());
            out.write(content, content.length / 2, content.length - content.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy over " + fileName, e);
        }
        LockSupport.parkNanos(pause.toNanos());
    }

    /** Text of a file in the home; empty while there is none. */
    public String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** Processes whose working folder is in here: PostgreSQL, task hosts, and what tasks forked. */
    public List<ProcessHandle> inhabitants() {
        return ProcessHandle.allProcesses().filter(this::livesHere).toList();
    }

    private boolean livesHere(ProcessHandle process) {
        try {
            Path at = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return at.startsWith(folder);
        } catch (IOException e) {
            return false; // gone, or somebody else's
        }
    }

    /** The small disk of that name, which was mounted before. */
    public SmallDisk disk(String name) {
        SmallDisk disk = disks.get(name);
        if (disk == null) {
            throw new IllegalStateException("no disk " + name + " was mounted");
        }
        return disk;
    }

    /** As above, where there may be none. */
    public Optional<SmallDisk> findDisk(String name) {
        return Optional.ofNullable(disks.get(name)).filter(SmallDisk::isThere);
    }

    void mounted(String name, SmallDisk disk) {
        disks.put(name, disk);
    }

    @Override
    public void close() {
        inhabitants().forEach(ProcessHandle::destroyForcibly);
        Await.until("the home's processes to be gone", () -> inhabitants().isEmpty());
        disks.values().forEach(SmallDisk::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
