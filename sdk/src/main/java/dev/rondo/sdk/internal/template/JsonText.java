package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Bool;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values as JSON, as templates give it: blanks after commas and colons, all but ASCII escaped. */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final String margin;
    private final boolean forHtml;

    private JsonText(TemplateValue indent, boolean forHtml) {
        this.margin = indent == None.NONE ? "" : PythonText.of(Operators.binary("*", new Text(" "), indent));
        this.forHtml = forHtml;
    }

    /** As the filter gives it: keys sorted, and the characters that mean something in HTML escaped. */
    static String of(TemplateValue value, CallArguments arguments) {
        JsonText text = new JsonText(arguments.bind("indent").get("indent", None.NONE), true);
        text.write(value, 1);
        return text.out.toString();
    }

    /** As {@code macros.json.dumps} gives it: keys in their order. */
    static String plain(TemplateValue value, TemplateValue indent) {
        JsonText text = new JsonText(indent, false);
        text.write(value, 1);
        return text.out.toString();
    }

    private void write(TemplateValue value, int level) {
        Limits.requireOutput(out.length());
        switch (value) {
            case None none -> out.append("null");
            case Bool bool -> out.append(bool.value());
            case Text text -> quote(text.value());
            case Symbol symbol -> quote(symbol.value());
            case Sequence sequence -> {
                List<Runnable> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(() -> write(item, level + 1)));
                list('[', ']', items, level);
            }
            case Mapping mapping -> list('{', '}', members(mapping, level), level);
            case TemplateValue number when Values.isNumber(number) -> out.append(PythonText.of(number));
            default ->
                throw new TemplateException(Values.typeName(value) + " has no form in JSON; make it a text" + " first");
        }
    }

    private List<Runnable> members(Mapping mapping, int level) {
        List<Runnable> members = new ArrayList<>();
        List<Map.Entry<TemplateValue, TemplateValue>> entries =
                new ArrayList<>(mapping.entries().entrySet());
        if (forHtml) {
            entries.sort((a, b) -> Comparisons.compare(a.getKey(), b.getKey()));
        }
        entries.forEach(entry -> members.add(() -> {
            quote(entry.getKey() instanceof Text key ? key.value() : keyText(entry.getKey()));
            out.append(": ");
            write(entry.getValue(), level + 1);
        }));
        return members;
    }

    private static String keyText(TemplateValue key) {
        return switch (key) {
            case None none -> "null";
            case Bool bool -> Boolean.toString(bool.value());
            default -> PythonText.of(key);
        };
    }

    private void list(char open, char close, List<Runnable> items, int level) {
        out.append(open);
        String separator = "";
        for (Runnable item : items) {
            out.append(separator);
            newline(level);
            item.run();
            separator = margin.isEmpty() ? ", " : ",";
        }
        if (!items.isEmpty()) {
            newline(level - 1);
        }
        out.append(close);
    }

    private void newline(int level) {
        if (!margin.isEmpty()) {
            out.append('\n').append(margin.repeat(level));
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > '~' || (forHtml && "<>&'".indexOf(c) >= 0)) {
                        out.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            out.append(HEX.charAt((c >> shift) & 15));
                        }
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
