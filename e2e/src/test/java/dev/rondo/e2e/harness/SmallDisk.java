package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A folder of a home on a disk of its own that is quickly full. Mounting one takes root, and a kernel that lets it. */
public final class SmallDisk implements AutoCloseable {

    private static final String FILLER = "filler";

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /**
     * Puts a disk at a folder of the home; it goes with the home.
     *
     * @param name of the folder; empty: the home itself
     * @param megabytes all it holds
     */
    public static SmallDisk mount(TestHome home, String name, int megabytes) {
        try {
            Path folder = Files.createDirectories(home.folder().resolve(name));
            boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
            Files.createDirectories(home.dags()); // when it is the home itself that lies on it
            SmallDisk disk = new SmallDisk(folder, mounted);
            home.mounted(name, disk);
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot mount a small disk", e);
        }
    }

    /** Whether it could be mounted. */
    public boolean isThere() {
        return mounted;
    }

    public Path folder() {
        return folder;
    }

    /** Leaves not a byte; fails when it ends for any other reason. */
    public void fill() {
        if (!mounted) {
            throw new IllegalStateException(
                    "no disk of its own is at " + folder + ": that of the machine would be filled");
        }
        byte[] block = new byte[65_536];
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw new UncheckedIOException("cannot fill " + folder, e);
            }
        }
    }

    /** Makes room again. */
    public void free() {
        try {
            Files.delete(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room", e);
        }
    }

    @Override
    public void close() {
        if (mounted && !run("umount", "-l", folder.toString())) {
            throw new IllegalStateException("cannot unmount " + folder);
        }
    }

    private static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(System.err);
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
