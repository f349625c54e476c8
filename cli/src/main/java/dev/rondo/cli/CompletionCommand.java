package dev.rondo.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo completion}. */
@Command(
        name = "completion",
        description = "Prints what a shell needs to complete the words of rondo.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash, in ~/.bashrc:  source <(rondo completion bash)",
            "zsh, in ~/.zshrc:    source <(rondo completion zsh)",
            "fish, once:          rondo completion fish",
            "                       > ~/.config/fish/completions/rondo.fish",
            "",
            "To be made again with each release."
        })
final class CompletionCommand implements Callable<Integer> {

    /** Whose words are completed. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CommandLine whole = Rondo.wholeCommandLine(out);
        out.print(
                switch (shell) {
                    // zsh reads the same: it begins with what makes bash's builtins there.
                    case bash, zsh -> AutoComplete.bash("rondo", whole);
                    case fish -> FishCompletion.of(whole);
                });
        out.flush();
        return ExitCode.OK.code();
    }
}
