package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.text.Nearest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a user of this machine, in {@code rondo/profiles.json} of their folder for configuration
 * ({@code XDG_CONFIG_HOME}, else {@code ~/.config}), which nobody else may read: it holds tokens, and no passwords.
 */
public final class Profiles {

    /** Stands for the server of the home, which needs no profile. */
    public static final String LOCAL = "local";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_OF_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final @Nullable Path file;

    private Profiles(@Nullable Path file) {
        this.file = file;
    }

    /** Where the environment says; where it names no folder of a user there are none. */
    public static Profiles of(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path folder = !config.isBlank() ? Path.of(config) : home.isBlank() ? null : Path.of(home, ".config");
        return new Profiles(folder == null ? null : folder.resolve("rondo").resolve("profiles.json"));
    }

    /**
     * What is kept.
     *
     * @param inUse name of the one that commands use where nothing else is said; empty: none
     * @param all by their names
     */
    public record Kept(String inUse, Map<String, Profile> all) {

        /** Nothing yet. */
        static final Kept NONE = new Kept("", Map.of());

        public Kept {
            all = Map.copyOf(all);
        }

        /** With one more, or another of that name. */
        public Kept with(Profile profile) {
            Map<String, Profile> more = new TreeMap<>(all);
            more.put(profile.name(), profile);
            return new Kept(inUse, more);
        }

        /** Without it. */
        public Kept without(String name) {
            Map<String, Profile> fewer = new TreeMap<>(all);
            fewer.remove(name);
            return new Kept(inUse.equals(name) ? "" : inUse, fewer);
        }

        /** With that one in use; empty: none. */
        public Kept using(String name) {
            return new Kept(name, all);
        }
    }

    /** All there are. */
    public Kept read() {
        if (file == null) {
            return Kept.NONE;
        }
        try {
            String text = Files.readString(file);
            requireUnread(file);
            return JsonValue.parse(text) instanceof JsonObject kept ? ofJson(kept) : damaged(null);
        } catch (NoSuchFileException e) {
            return Kept.NONE;
        } catch (IOException e) {
            throw new CommandException(ExitCode.NO_PERMISSION, "cannot read " + file + ": " + e.getMessage(), e);
        } catch (JsonException | IllegalArgumentException e) {
            return damaged(e);
        }
    }

    // As ssh does with its keys.
    private static void requireUnread(Path file) throws IOException {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                throw new CommandException(
                        ExitCode.NO_PERMISSION,
                        "others can read the tokens in " + file + "; chmod 600 " + file
                                + ", and sign in anew if they did");
            }
        } catch (UnsupportedOperationException e) {
            // A file system without such rights has others.
        }
    }

    private Kept damaged(@Nullable Exception cause) {
        String message = file + " is damaged; delete it and sign in again: rondo login";
        throw cause == null
                ? new CommandException(ExitCode.CONFIG, message)
                : new CommandException(ExitCode.CONFIG, message, cause);
    }

    /** The one that commands use where nothing else is said. */
    Optional<Profile> inUse() {
        Kept kept = read();
        return Optional.ofNullable(kept.all().get(kept.inUse()));
    }

    /**
     * The one of that name.
     *
     * @throws CommandException when there is none
     */
    public Profile require(String name) {
        Map<String, Profile> all = read().all();
        Profile found = all.get(name);
        if (found == null) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "there is no profile '" + name + "'; "
                            + Nearest.hint(name, all.keySet(), "make it: rondo login URL --profile " + name));
        }
        return found;
    }

    /**
     * Changes what is kept. Two commands at once change it one after the other.
     *
     * @throws CommandException when it cannot be written
     */
    public void change(UnaryOperator<Kept> change) {
        if (file == null) {
            throw new CommandException(ExitCode.CONFIG, "there is no folder for profiles; set HOME or XDG_CONFIG_HOME");
        }
        try {
            Path folder = Files.createDirectories(file.resolveSibling(""), FOLDER_OF_OWNER);
            try (FileChannel channel = FileChannel.open(
                    folder.resolve("profiles.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OWNER_ALONE)) {
                FileLock ignored = channel.lock(); // until the channel is closed
                Path part = Files.createTempFile(folder, "profiles", ".part", OWNER_ALONE);
                Files.writeString(part, json(change.apply(read())).toJson() + "\n");
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Kept ofJson(JsonObject kept) {
        Map<String, Profile> all = new TreeMap<>();
        for (JsonObject each : Pages.objects(kept, "profiles")) {
            String name = each.findString("name").orElse("");
            all.put(
                    name,
                    new Profile(
                            name,
                            SignIn.uri(each.findString("url").orElse(""), "the URL of profile '" + name + "'"),
                            each.findString("user").orElse(""),
                            each.findString("token").orElse(null),
                            each.findString("ca_file").map(Path::of).orElse(null)));
        }
        return new Kept(kept.findString("in_use").orElse(""), all);
    }

    private static JsonObject json(Kept kept) {
        List<JsonObject> all = new TreeMap<>(kept.all())
                .values().stream()
                        .map(profile -> {
                            JsonObject.Builder object = JsonObject.builder()
                                    .put("name", profile.name())
                                    .put("url", profile.url().toString())
                                    .put("user", profile.user());
                            profile.findToken().ifPresent(token -> object.put("token", token));
                            profile.findAuthorities().ifPresent(file -> object.put("ca_file", file.toString()));
                            return object.build();
                        })
                        .toList();
        return JsonObject.builder()
                .put("in_use", kept.inUse())
                .put("profiles", JsonArray.of(all))
                .build();
    }
}
