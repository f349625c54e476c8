package dev.rondo.cli.server;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.SensitiveNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/**
 * Writes events of the log as lines for people. Secrets of the process are masked wherever they stand, the stack of an
 * exception included, and fields that go by the name of a secret whatever they hold: as {@link JsonLines} does.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private final PatternLayout layout = new PatternLayout();
    private final SecretMasker masker;

    /** In this pattern, in which {@code %kvp} stands for the fields. */
    TextLines(Context context, String pattern, SecretMasker masker) {
        this.masker = masker;
        layout.setContext(context);
        layout.getInstanceConverterMap().put("kvp", Fields::new);
        layout.setPattern(pattern);
    }

    @Override
    public void start() {
        layout.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return masker.mask(layout.doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    /** The fields of an event, {@code name="value"} each. */
    private static final class Fields extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            List<KeyValuePair> pairs = event.getKeyValuePairs();
            return pairs == null ? "" : pairs.stream().map(Fields::text).collect(Collectors.joining(" "));
        }

        private static String text(KeyValuePair pair) {
            return pair.key + "=\"" + (SensitiveNames.isSensitive(pair.key) ? "***" : pair.value) + "\"";
        }
    }
}
