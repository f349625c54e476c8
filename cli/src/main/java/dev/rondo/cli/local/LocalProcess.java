package dev.rondo.cli.local;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.server.DataPlace;
import dev.rondo.cli.server.Installation;
import dev.rondo.core.protocol.Wire;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.testkit.local.LocalOutcome;
import dev.rondo.testkit.local.LocalRequest;
import dev.rondo.testkit.local.LocalRequest.PushedValue;
import dev.rondo.testkit.local.LocalRunMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JVM that a local run has for itself: the user's code never runs in the command's own. */
final class LocalProcess {

    private final Installation installation;
    private final PrintWriter out;

    LocalProcess(Installation installation, PrintWriter out) {
        this.installation = installation;
        this.out = out;
    }

    /** What is to be run; as in {@link LocalRequest}. */
    record Wish(
            DagFilesOption.Where where,
            @Nullable String taskId,
            int mapIndex,
            @Nullable String date,
            String conf,
            List<PushedValue> values,
            @Nullable Integer debugPort) {}

    /** Runs it and passes on what it prints, line by line. */
    ExitCode run(Wish wish) throws InterruptedException {
        Path work = workFolder();
        try {
            return run(wish, work);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, "the run cannot be prepared in " + work + ": " + e.getMessage(), e);
        } finally {
            delete(work);
        }
    }

    private ExitCode run(Wish wish, Path work) throws IOException, InterruptedException {
        Path outcome = work.resolve("outcome");
        Path request = work.resolve("request.json");
        Files.write(
                request,
                new Wire()
                        .encode(new LocalRequest(
                                wish.where().files(),
                                new Libraries(Home.of(System.getenv()).libraries())
                                        .jars().stream().map(Path::toString).toList(),
                                wish.where().dagId(),
                                wish.taskId(),
                                wish.mapIndex(),
                                wish.date(),
                                wish.conf(),
                                wish.values(),
                                DataPlace.of(System.getenv()).place(),
                                work.toString(),
                                outcome.toString())));
        Process process = new ProcessBuilder(command(request, wish.debugPort()))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread ender = new Thread(process::destroy, "local-run:end");
        Runtime.getRuntime().addShutdownHook(ender);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(line);
                out.flush();
            }
        }
        int exit = process.waitFor();
        boolean ignored = Runtime.getRuntime().removeShutdownHook(ender);
        if (!Files.exists(outcome)) {
            out.println("the process of the run ended with " + exit + " before the run was over: a task called"
                    + " System.exit, filled the heap, or was killed");
            return ExitCode.FAILED;
        }
        return switch (LocalOutcome.valueOf(Files.readString(outcome))) {
            case SUCCESS -> ExitCode.OK;
            case FAILED, NOT_LOADED -> ExitCode.FAILED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case REFUSED -> ExitCode.USAGE;
        };
    }

    private List<String> command(Path request, @Nullable Integer debugPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dslf4j.provider=dev.rondo.runtime.log.TaskLogProvider");
        command.add("-Dstdout.encoding=UTF-8");
        if (debugPort != null) {
            // Bound to this machine: whoever reaches the port may run anything.
            command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + debugPort);
        }
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                installation.testKitClassPath().stream().map(Path::toString).toList()));
        command.add(LocalRunMain.class.getName());
        command.add(request.toString());
        return command;
    }

    private static Path workFolder() {
        try {
            return Files.createTempDirectory("rondo-local");
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean ignored = file.toFile().delete();
            });
        } catch (IOException e) {
            // It lies in the folder for temporary files, which the operating system empties.
        }
    }
}
