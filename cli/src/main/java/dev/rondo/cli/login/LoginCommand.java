package dev.rondo.cli.login;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Setting;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Profile;
import dev.rondo.cli.api.Profiles;
import dev.rondo.cli.api.ServerTrust;
import dev.rondo.cli.api.SignIn;
import dev.rondo.cli.output.Output;
import dev.rondo.worker.stream.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo login}: signs in, and keeps the token under a name. */
@Command(
        name = "login",
        description = {
            "Signs in to a server and keeps that as a profile, which commands use from then on.",
            "The password is asked for and not kept; what is kept is a token, in rondo/profiles.json of the folder for"
                    + " configuration (~/.config), which its owner alone can read."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "rondo login https://rondo.example.com --profile prod -u ann",
            "rondo login https://rondo.example.com --token-stdin < token",
            "rondo dags list --profile prod"
        })
public final class LoginCommand implements Callable<Integer> {

    private static final String DEFAULT_NAME = "default";
    private static final String DEFAULT_USER = "admin";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The server. Default: that of the profile, else the one that commands talk to now.")
    private @Nullable String url;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Name to keep it under; also by RONDO_PROFILE. Default: " + DEFAULT_NAME)
    private @Nullable String profile;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            description = "Who signs in. Default: asks for it")
    private @Nullable String user;

    @Option(names = "--password-stdin", description = "Takes the password from standard input.")
    private boolean passwordStdin;

    @Option(names = "--token", description = "Asks for a token of `rondo tokens create`, instead of user and password.")
    private boolean token;

    @Option(names = "--token-stdin", description = "Takes such a token from standard input.")
    private boolean tokenStdin;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "File with the certificates of authorities in PEM that may sign the server's, beside the JDK's;"
                            + " its place is kept with the profile. Default: that of the profile, else what RONDO_TLS_CA says")
    private @Nullable Path authorities;

    @Override
    public Integer call() {
        Map<String, String> environment = Rondo.environmentOf(spec);
        String name =
                profile != null ? profile : Setting.PROFILE.in(environment).orElse(DEFAULT_NAME);
        if (!Profile.isName(name)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + Output.clean(name) + "' names no profile: use letters, digits and any of _.-, at most 100"
                            + (name.equals(Profiles.LOCAL) ? "; that name stands for the server of the home" : ""));
        }
        boolean byToken = token || tokenStdin;
        if (byToken && (user != null || passwordStdin) || token && tokenStdin) {
            throw new CommandException(
                    ExitCode.USAGE, "sign in either by a token, or by a user and a password, from one place");
        }
        Profiles profiles = Profiles.of(environment);
        Profiles.Kept kept = profiles.read();
        @Nullable Profile before = kept.all().get(name);
        URI server = url != null ? SignIn.uri(url, "the server") : before != null ? before.url() : usual(environment);
        warnOfPlainHttp(server);
        Profile wanted = new Profile(name, server, usually(before), null, authorities(server, before));
        Trust trust =
                authorities == null ? ServerTrust.of(wanted, environment) : ServerTrust.named(authorities, "--ca-file");
        Profile made = byToken ? byToken(wanted, trust) : byPassword(wanted, trust);
        profiles.change(all -> all.with(made).using(name));
        spec.commandLine()
                .getOut()
                .println("signed in to " + server + (made.user().isEmpty() ? "" : " as " + Output.clean(made.user()))
                        + "; " + ProfilesCommand.used(name, environment));
        return ExitCode.OK.code();
    }

    private static String usually(@Nullable Profile before) {
        return before == null || before.user().isEmpty() ? DEFAULT_USER : before.user();
    }

    /** Those that are kept are of the server that they were given for. */
    private @Nullable Path authorities(URI server, @Nullable Profile before) {
        if (authorities != null) {
            return authorities.toAbsolutePath().normalize();
        }
        return before != null && before.url().equals(server) ? before.authorities() : null;
    }

    private static URI usual(Map<String, String> environment) {
        boolean named = Setting.API_URL.in(environment).isPresent();
        return new SignIn(Home.of(environment), environment, named ? null : Profiles.LOCAL).server();
    }

    private void warnOfPlainHttp(URI server) {
        if ("http".equals(server.getScheme()) && !SignIn.isThisMachine(server)) {
            spec.commandLine()
                    .getErr()
                    .println("rondo: " + server + " is not encrypted: whoever is between can read what is sent");
            spec.commandLine().getErr().flush();
        }
    }

    private Profile byPassword(Profile wanted, Trust trust) {
        URI server = wanted.url();
        String usually = wanted.user();
        String who = user != null
                ? user
                : passwordStdin ? usually : SecretInput.askedOpenly("User of " + server, usually, "--password-stdin");
        String password = passwordStdin
                ? SecretInput.firstLine(Rondo.inputOf(spec))
                : SecretInput.asked("Password of " + who, "--password-stdin");
        try {
            String got = SignIn.tokenFor(server, trust, who, password);
            return new Profile(wanted.name(), server, who, got, wanted.authorities());
        } catch (CommandException e) {
            throw e.exitCode() == ExitCode.NO_PERMISSION ? refused(server, e) : e;
        }
    }

    private Profile byToken(Profile wanted, Trust trust) {
        String given = tokenStdin
                ? SecretInput.firstLine(Rondo.inputOf(spec)).strip()
                : SecretInput.asked("Token for " + wanted.url(), "--token-stdin")
                        .strip();
        Profile made = new Profile(wanted.name(), wanted.url(), "", given, wanted.authorities());
        requireAccepted(made, trust, given);
        return made;
    }

    // A token that is for some DAGs alone may not list all: the server knows it then, too.
    private void requireAccepted(Profile made, Trust trust, String token) {
        Trial trial = new Trial(token);
        try {
            var ignored = new ApiClient(made.url(), trust, trial).get("/api/v2/dags?limit=1");
        } catch (CommandException e) {
            if (trial.refused) {
                throw refused(made.url(), e);
            }
            if (e.exitCode() != ExitCode.NO_PERMISSION) {
                throw e;
            }
        }
    }

    /** A token of which nobody knows yet whether it is good. */
    private static final class Trial implements ApiClient.Tokens {

        private final String token;
        private boolean refused;

        Trial(String token) {
            this.token = token;
        }

        @Override
        public String current() {
            return token;
        }

        @Override
        public @Nullable String renewed(String why) {
            refused = true;
            return null;
        }
    }

    private static CommandException refused(URI server, CommandException e) {
        return new CommandException(ExitCode.NO_PERMISSION, server + " refuses it: " + e.getMessage(), e);
    }
}
