package dev.rondo.storage.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder with a file for each secret, as Kubernetes mounts one and Docker has {@code /run/secrets}. A line feed at
 * the end of a file, which editors leave there, is not part of the secret.
 */
public final class SecretFolder implements SecretBackend {

    // What Kubernetes takes as the name of a secret's file. What is named otherwise is no file here, nor elsewhere.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    // Kubernetes takes no more in one secret.
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path folder;

    public SecretFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> find(String name) {
        // Without it a folder that is not mounted would look like one without secrets, and another value be taken.
        if (!Files.isDirectory(folder)) {
            throw new SecretBackendException(words() + " is not there; mount it, or change RONDO_SECRETS_BACKEND");
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SecretBackendException(file + " has more than 1 MiB, which is no secret");
            }
            return Optional.of(withoutLineFeed(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException e) {
            throw new SecretBackendException(file + " is not in UTF-8");
        } catch (IOException e) {
            throw new SecretBackendException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); may the server's user read it?");
        }
    }

    private static String withoutLineFeed(String text) {
        String rest = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return rest.length() < text.length() && rest.endsWith("\r") ? rest.substring(0, rest.length() - 1) : rest;
    }

    @Override
    public String words() {
        return "the folder of secrets " + folder;
    }
}
