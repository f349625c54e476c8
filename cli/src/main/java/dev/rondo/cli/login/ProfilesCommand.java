package dev.rondo.cli.login;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Printing;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Setting;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Profile;
import dev.rondo.cli.api.Profiles;
import dev.rondo.cli.api.ServerTrust;
import dev.rondo.cli.api.SignIn;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo profiles …}. */
@Command(
        name = "profiles",
        description = "Servers and sign-ins that `rondo login` kept.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({ProfilesCommand.ListProfiles.class, ProfilesCommand.Use.class, ProfilesCommand.Delete.class})
public final class ProfilesCommand {

    private ProfilesCommand() {}

    @Command(
            name = "list",
            description = "Lists the profiles, and which of them commands use; 'local' is the server of the home.",
            mixinStandardHelpOptions = true)
    static final class ListProfiles implements Callable<Integer> {

        @Mixin
        private Printing printing = new Printing();

        @Override
        public Integer call() {
            Profiles.Kept kept = Profiles.of(printing.environment()).read();
            String used = new SignIn(printing.home(), printing.environment(), null)
                    .profile()
                    .map(Profile::name)
                    .orElse(Profiles.LOCAL);
            SignIn local = new SignIn(printing.home(), printing.environment(), Profiles.LOCAL);
            List<JsonObject> rows = Stream.concat(
                            new TreeMap<>(kept.all())
                                    .values().stream()
                                            .map(each -> row(
                                                    each.name(),
                                                    each.url().toString(),
                                                    each.user(),
                                                    each.findToken().isPresent(),
                                                    used)),
                            Stream.of(row(Profiles.LOCAL, local.server().toString(), "admin", true, used)))
                    .toList();
            printing.output()
                    .rows(
                            rows,
                            List.of(
                                    Column.of("NAME", "name"),
                                    Column.of("SERVER", "url"),
                                    Column.of("USER", "user"),
                                    Column.of("SIGNED IN", "signed_in"),
                                    Column.of("IN USE", "in_use")),
                            "no profiles; make one: rondo login URL");
            return ExitCode.OK.code();
        }

        private static JsonObject row(String name, String url, String user, boolean signedIn, String used) {
            return JsonObject.builder()
                    .put("name", name)
                    .put("url", url)
                    .put("user", user)
                    .put("signed_in", signedIn)
                    .put("in_use", name.equals(used))
                    .build();
        }
    }

    /** Whom commands ask from now on, after a profile was taken into use. */
    static String used(String name, Map<String, String> environment) {
        boolean said = Setting.PROFILE.in(environment).filter(name::equals).isPresent();
        Optional<String> before = said || name.equals(Profiles.LOCAL)
                ? Optional.empty()
                : new SignIn(Home.of(environment), environment, null).beforeProfiles();
        return before.map(other -> "profile " + name + " is kept, but commands go on with " + other + "; say --profile "
                        + name + " for this one")
                .orElse("commands use profile " + name);
    }

    @Command(
            name = "use",
            description = "Lets commands use a profile from now on; 'local' is the server of the home.",
            mixinStandardHelpOptions = true)
    static final class Use implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "Name of the profile.")
        private String name = "";

        @Override
        public Integer call() {
            Map<String, String> environment = Rondo.environmentOf(spec);
            Profiles profiles = Profiles.of(environment);
            if (name.equals(Profiles.LOCAL)) {
                profiles.change(all -> all.using(""));
            } else {
                Profile used = profiles.require(name);
                profiles.change(all -> all.using(used.name()));
            }
            spec.commandLine().getOut().println(used(name, environment));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "delete", description = "Signs a profile out and forgets it.", mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME", description = "Name of the profile.")
        private String name = "";

        @Override
        public Integer call() {
            Profiles profiles = Profiles.of(Rondo.environmentOf(spec));
            Profile left = profiles.require(name);
            GivenBack.by(
                    left,
                    ServerTrust.of(left, Rondo.environmentOf(spec)),
                    spec.commandLine().getErr());
            profiles.change(all -> all.without(left.name()));
            spec.commandLine().getOut().println("profile " + left.name() + " is forgotten");
            return ExitCode.OK.code();
        }
    }
}
