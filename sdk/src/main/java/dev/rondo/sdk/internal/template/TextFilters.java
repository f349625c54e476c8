package dev.rondo.sdk.internal.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.util.Locale;

/** Filters that give a text. */
final class TextFilters {

    private TextFilters() {}

    static TemplateValue apply(String name, String text, CallArguments arguments) {
        return new Text(
                switch (name) {
                    case "replace" -> {
                        Bound in = arguments.bind("old", "new", "count");
                        yield TextMembers.replace(text, in.text("old"), in.text("new"), in.integer("count", -1));
                    }
                    case "trim" -> {
                        TemplateValue characters = arguments.bind("chars").get("chars", None.NONE);
                        yield TextMembers.strip(
                                text,
                                characters == None.NONE ? null : Values.text(characters, "trim() needs a text"),
                                true,
                                true);
                    }
                    case "indent" -> indent(text, arguments.bind("width", "first", "blank"));
                    default -> {
                        arguments.requireNone();
                        yield plain(name, text);
                    }
                });
    }

    private static String plain(String name, String text) {
        return switch (name) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize" -> TextMembers.capitalize(text);
            case "title" -> TextMembers.title(text);
            case "urlencode" -> urlEncoded(text);
            default -> text;
        };
    }

    private static String indent(String text, Bound in) {
        TemplateValue width = in.get("width", TemplateValue.of(4));
        String margin = width instanceof Text prefix
                ? prefix.value()
                : PythonText.of(Operators.binary("*", new Text(" "), width));
        StringBuilder out = new StringBuilder();
        String[] lines = text.split("\n", -1);
        Limits.requireOutput(text.length() + (long) lines.length * margin.length());
        for (int i = 0; i < lines.length; i++) {
            boolean indented = i == 0 ? in.flag("first", false) : in.flag("blank", false) || !lines[i].isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? margin : "").append(lines[i]);
        }
        return out.toString();
    }

    /** All but letters, digits, {@code _.-~} and {@code /} as {@code %XX}. */
    private static String urlEncoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "_.-~/".indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
                out.append(hex.length() == 1 ? "%0" : "%").append(hex);
            }
        }
        return out.toString();
    }
}
