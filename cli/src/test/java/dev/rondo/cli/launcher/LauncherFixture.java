package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code rondo} and {@code find-jdk.sh} in a folder of the test, with JDKs and a build that only say how they
 * were called, and none of this machine's tools but those that the scripts need.
 */
abstract class LauncherFixture {

    // Maven runs the tests in the folder of the module.
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    Path jdk = Path.of("");
    final Map<String, String> environment = new TreeMap<>();

    record Result(int code, String out, String err) {
        List<String> arguments() {
            return out.lines().toList();
        }
    }

    @BeforeEach
    void environmentWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        List<String> used = List.of(
                "sh",
                "sed",
                "tr",
                "readlink",
                "dirname",
                "ls",
                "mkdir",
                "cksum",
                "nice",
                "ln",
                "rm",
                "rmdir",
                "ps",
                "sleep",
                "tail",
                "cat",
                "env",
                "touch",
                "head",
                "cp",
                "mv",
                "mktemp",
                "tar",
                "gzip");
        for (String tool : used) {
            link(tool, ofThisMachine(tool).orElseThrow());
        }
        String sum = ofThisMachine("sha512sum").isPresent() ? "sha512sum" : "shasum"; // of macOS
        link(sum, ofThisMachine(sum).orElseThrow());
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("user").toString());
        environment.put("RONDO_AOT", "off");
        jdk = jdk(folder.resolve("jdks/jdk 25"), "25.0.3");
    }

    static Optional<Path> ofThisMachine(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Path tool(String name) {
        return folder.resolve("tools").resolve(name);
    }

    void link(String tool, Path real) throws IOException {
        script(tool(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }

    // A JDK that prints its home and its arguments, one a line; what runs in the background goes to a file.
    static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR_VERSION=\"Test-" + version + "\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), """
                #!/bin/sh
                case " $* " in *" make-aot "*) printf '%s\\n' "$@" >>"$HOME.made"; exit 0 ;; esac
                echo "HOME HERE"
                for word; do printf '%s\\n' "$word"; done
                """.replace("HERE", home.toString()));
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void copyScripts(Path launcher, Path bin) throws IOException {
        Files.createDirectories(bin);
        Files.copy(REPOSITORY.resolve("rondo"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(REPOSITORY.resolve("bin/find-jdk.sh"), bin.resolve("find-jdk.sh"));
    }

    static void fill(Path distribution) throws IOException {
        Files.createDirectories(distribution.resolve("operators"));
        Files.createDirectories(distribution.resolve("lib"));
        Files.writeString(distribution.resolve("lib/rondo-cli.jar"), "");
        Files.writeString(distribution.resolve("lib/another.jar"), "");
        Files.writeString(distribution.resolve("operators/standard.jar"), "");
    }

    Path archive(String name) throws IOException {
        Path distribution = folder.resolve(name);
        copyScripts(Files.createDirectories(distribution.resolve("bin")).resolve("rondo"), distribution.resolve("bin"));
        fill(distribution);
        return distribution;
    }

    Result run(Path launcher, String... words) throws IOException, InterruptedException {
        return ended(start(launcher, words));
    }

    record Started(Process process, Path out, Path err) {}

    Started start(Path launcher, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    static Result ended(Started started) throws IOException, InterruptedException {
        assertThat(started.process().waitFor(60, TimeUnit.SECONDS))
                .as("the launcher ends")
                .isTrue();
        return new Result(
                started.process().exitValue(), Files.readString(started.out()), Files.readString(started.err()));
    }
}
