package dev.rondo.cli.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.SensitiveNames;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes an event of the log as one line of JSON: {@code time, level, logger, thread, message}, and where there are
 * some {@code fields} and {@code exception}, its stack. Secrets of the process are masked in every text, and fields
 * that go by the name of a secret whatever they hold.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};
    private static final JsonString MASK = new JsonString("***");

    private final SecretMasker masker;

    JsonLines(SecretMasker masker) {
        this.masker = masker;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject.Builder line = JsonObject.builder()
                .put("time", event.getInstant().toString())
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", masked(event.getThreadName()))
                .put("message", masked(event.getFormattedMessage()));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null && !pairs.isEmpty()) {
            line.put("fields", fields(pairs));
        }
        if (event.getThrowableProxy() != null) {
            line.put("exception", masked(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return (line.build().toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject fields(List<KeyValuePair> pairs) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        pairs.forEach(pair -> fields.put(pair.key, SensitiveNames.isSensitive(pair.key) ? MASK : field(pair.value)));
        return JsonObject.of(fields);
    }

    private JsonValue field(@Nullable Object value) {
        return switch (value) {
            case Integer number -> JsonNumber.of(number);
            case Long number -> JsonNumber.of(number);
            case Boolean truth -> JsonBoolean.of(truth);
            case null, default -> new JsonString(masked(String.valueOf(value)));
        };
    }

    private String masked(@Nullable String text) {
        return masker.mask(String.valueOf(text));
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
