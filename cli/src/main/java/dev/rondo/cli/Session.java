package dev.rondo.cli;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.SignIn;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What every command that talks to a server has: the server and the form of its output. */
public final class Session extends Printing {

    @CommandLine.Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The server and the sign-in, as `rondo login` kept them; also by RONDO_PROFILE.")
    private @Nullable String profile;

    /** A client that signs in when it has to. */
    public ApiClient api() {
        return signIn().connect();
    }

    /** Which server commands talk to, and as whom. */
    public SignIn signIn() {
        return new SignIn(home(), environment(), profile);
    }
}
