package dev.rondo.cli.output;

import picocli.CommandLine.Option;

/** In which form a command prints what it found. */
public final class FormOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table (for people), json, yaml or plain (for scripts). Default: ${DEFAULT-VALUE}")
    private Output.Form form = Output.Form.table;

    /** The form that was asked for; a table where none was. */
    public Output.Form form() {
        return form;
    }
}
