package dev.rondo.cli.login;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Setting;
import dev.rondo.cli.api.Profile;
import dev.rondo.cli.api.Profiles;
import dev.rondo.cli.api.ServerTrust;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo logout}. */
@Command(
        name = "logout",
        description = "Gives the token of a profile back and forgets it. Server and user are kept for the next login.",
        mixinStandardHelpOptions = true)
public final class LogoutCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Which; also by RONDO_PROFILE. Default: the one in use")
    private @Nullable String profile;

    @Override
    public Integer call() {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Profiles profiles = Profiles.of(environment);
        String name = profile != null
                ? profile
                : Setting.PROFILE
                        .in(environment)
                        .orElseGet(() -> profiles.read().inUse());
        if (name.isEmpty()) {
            spec.commandLine().getOut().println("no profile is in use");
            return ExitCode.OK.code();
        }
        Profile left = profiles.require(name);
        GivenBack.by(left, ServerTrust.of(left, environment), spec.commandLine().getErr());
        profiles.change(all -> all.with(left.signedOut()));
        spec.commandLine().getOut().println("profile " + name + " is signed out of " + left.url());
        return ExitCode.OK.code();
    }
}
