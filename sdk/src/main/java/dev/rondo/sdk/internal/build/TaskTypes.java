package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.spec.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types of one task.
 *
 * @param arguments of its body, in order
 * @param result of its body; null: none
 */
public record TaskTypes(
        List<ArgumentType> arguments, @Nullable XComType result) {

    /** 128 bits tell definitions apart; more would only make graphs longer. */
    private static final int SIGNATURE_BYTES = 16;

    public TaskTypes {
        arguments = List.copyOf(arguments);
    }

    /** Hash over what a stored run relies on: the kind of body and the types that go in and out. */
    public String signature(TaskSpec.Body body) {
        String text = body.wireName() + "\n"
                + arguments.stream().map(ArgumentType::schema).collect(Collectors.joining("\n"))
                + "\n->\n" + (result == null ? "nothing" : result.schema());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, SIGNATURE_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
