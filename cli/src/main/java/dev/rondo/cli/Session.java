package dev.rondo.cli;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.SignIn;
import dev.rondo.cli.output.Output.Column;
import java.util.List;
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

    /**
     * Prints a list of the API.
     *
     * @param path with or without a query
     * @param key the key of the list in the answer
     * @param limit most elements
     * @param none what people read where the list is empty
     */
    public void list(String path, String key, int limit, List<Column> columns, String none) {
        output().rows(Pages.read(api(), path, key, limit), columns, none);
    }

    /** Which server commands talk to, and as whom. */
    public SignIn signIn() {
        return new SignIn(home(), environment(), profile);
    }
}
