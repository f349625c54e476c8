package dev.rondo.cli.server;

import dev.rondo.cli.Rondo;
import dev.rondo.metadata.command.AuditStore;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Change;
import dev.rondo.sdk.internal.json.JsonObject;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Model.CommandSpec;

/** What the audit record says of commands that need no server: the user of the operating system did it, here. */
final class LocalAudit {

    private LocalAudit() {}

    /**
     * Writes it down.
     *
     * @param kind such as {@code RotateKeys}
     * @param asked what the command was told
     */
    static void write(CommandSpec spec, Storage storage, String kind, JsonObject asked, Change change) {
        new AuditStore(storage.transactions())
                .write(
                        new AuditTrail.Entry(System.getProperty("user.name"), "cli", null, null, kind, asked.toJson()),
                        change,
                        Rondo.clockOf(spec).instant().truncatedTo(ChronoUnit.MICROS));
    }
}
