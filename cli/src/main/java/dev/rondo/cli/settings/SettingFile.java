package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.metadata.secret.OwnersFile;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Files of settings in Airflow's form: one JSON object, each member a setting by its name. */
final class SettingFile {

    private SettingFile() {}

    static Map<String, JsonValue> read(Path file) {
        try {
            return Conf.parse(file.toString(), Files.readString(file), "{\"name\": …}")
                    .members();
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "cannot read " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "cannot read " + file + ": " + e, e);
        }
    }

    /**
     * Writes one: a new file is for its owner alone, one that is there keeps the rights it has.
     *
     * @return whether others may read it; what is sealed in the database lies open in such a file
     */
    static boolean write(Path file, Map<String, JsonValue> settings) {
        try {
            OwnersFile.replace(file, JsonObject.of(settings).toJson() + "\n");
            return OwnersFile.isOpenToOthers(file);
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + e, e);
        }
    }
}
