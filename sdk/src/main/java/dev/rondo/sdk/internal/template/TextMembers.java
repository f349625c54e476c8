package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.Members.method;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The methods of texts. */
final class TextMembers {

    private TextMembers() {}

    /** Null when texts have no such method. */
    static @Nullable TemplateValue member(String text, String name) {
        return switch (name) {
            case "upper" -> plain(name, text.toUpperCase(Locale.ROOT));
            case "lower" -> plain(name, text.toLowerCase(Locale.ROOT));
            case "title" -> plain(name, title(text));
            case "capitalize" -> plain(name, capitalize(text));
            case "swapcase" -> plain(name, swapCase(text));
            case "strip", "lstrip", "rstrip" ->
                method(name, call -> {
                    TemplateValue characters = call.bind("chars").get("chars", None.NONE);
                    return new Text(strip(
                            text,
                            characters == None.NONE ? null : Values.text(characters, "strip() needs a text"),
                            !name.equals("rstrip"),
                            !name.equals("lstrip")));
                });
            case "isdigit", "isnumeric" -> test(name, text, Character::isDigit);
            case "isalpha" -> test(name, text, Character::isLetter);
            case "isalnum" -> test(name, text, Character::isLetterOrDigit);
            case "isspace" -> test(name, text, Character::isWhitespace);
            case "split", "rsplit", "splitlines", "partition", "rpartition", "join" -> parts(text, name);
            case "startswith", "endswith", "find", "rfind", "index", "count" -> search(text, name);
            default -> change(text, name);
        };
    }

    private static TemplateValue plain(String name, String result) {
        return method(name, call -> {
            call.requireNone();
            return new Text(result);
        });
    }

    private static TemplateValue test(String name, String text, IntPredicate each) {
        return method(name, call -> {
            call.requireNone();
            return TemplateValue.of(!text.isEmpty() && text.codePoints().allMatch(each));
        });
    }

    private static @Nullable TemplateValue change(String text, String name) {
        return switch (name) {
            case "replace" ->
                method(name, call -> {
                    Bound in = call.bind("old", "new", "count");
                    return new Text(replace(text, in.text("old"), in.text("new"), in.integer("count", -1)));
                });
            case "removeprefix" ->
                method(name, call -> {
                    String prefix = call.bind("prefix").text("prefix");
                    return new Text(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
                });
            case "removesuffix" ->
                method(name, call -> {
                    String suffix = call.bind("suffix").text("suffix");
                    return new Text(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
                });
            case "zfill" ->
                method(name, call -> zeroFilled(text, call.bind("width").integer("width")));
            case "ljust" -> justify(name, text, true);
            case "rjust" -> justify(name, text, false);
            default -> null;
        };
    }

    private static TemplateValue zeroFilled(String text, long width) {
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        TemplateValue zeros =
                Operators.binary("*", new Text("0"), TemplateValue.of(width - text.codePointCount(0, text.length())));
        return new Text(text.substring(0, sign) + PythonText.of(zeros) + text.substring(sign));
    }

    private static TemplateValue justify(String name, String text, boolean left) {
        return method(name, call -> {
            Bound in = call.bind("width", "fillchar");
            long width = in.integer("width");
            String fill = in.text("fillchar", " ");
            TemplateValue missing = TemplateValue.of(width - text.codePointCount(0, text.length()));
            TemplateValue blanks = Operators.binary("*", new Text(fill), missing);
            return left ? Operators.binary("+", new Text(text), blanks) : Operators.binary("+", blanks, new Text(text));
        });
    }

    private static TemplateValue parts(String text, String name) {
        return method(name, call -> switch (name) {
            case "split", "rsplit" -> {
                Bound in = call.bind("sep", "maxsplit");
                TemplateValue separator = in.get("sep", None.NONE);
                long max = in.integer("maxsplit", -1);
                yield texts(
                        separator == None.NONE
                                ? splitBlanks(text, max)
                                : split(
                                        text,
                                        Values.text(separator, name + "() needs a text"),
                                        max,
                                        name.equals("rsplit")));
            }
            case "splitlines" -> {
                call.requireNone();
                yield texts(text.lines().toList());
            }
            case "join" -> new Text(join(text, call.bind("iterable").require("iterable")));
            default -> {
                String separator = call.bind("sep").text("sep");
                int at = name.equals("partition") ? text.indexOf(separator) : text.lastIndexOf(separator);
                List<String> parts = at >= 0
                        ? List.of(text.substring(0, at), separator, text.substring(at + separator.length()))
                        : name.equals("partition") ? List.of(text, "", "") : List.of("", "", text);
                yield TemplateValue.tuple(
                        new ArrayList<>(parts.stream().map(Text::new).toList()));
            }
        });
    }

    private static TemplateValue search(String text, String name) {
        return method(name, call -> switch (name) {
            case "startswith", "endswith" -> {
                TemplateValue affix = call.bind("affix").require("affix");
                Predicate<String> matches = name.equals("startswith") ? text::startsWith : text::endsWith;
                List<TemplateValue> any =
                        affix instanceof TemplateValue.Sequence several ? several.items() : List.of(affix);
                yield TemplateValue.of(
                        any.stream().anyMatch(each -> matches.test(Values.text(each, name + "() needs a text"))));
            }
            case "count" -> {
                String part = call.bind("sub").text("sub");
                yield TemplateValue.of(
                        part.isEmpty()
                                ? text.length() + 1
                                : split(text, part, -1, false).size() - 1);
            }
            default -> {
                String part = call.bind("sub").text("sub");
                int at = name.equals("rfind") ? text.lastIndexOf(part) : text.indexOf(part);
                if (at < 0 && name.equals("index")) {
                    throw new TemplateException("'" + part + "' is not in the text");
                }
                yield TemplateValue.of(at < 0 ? -1 : text.codePointCount(0, at));
            }
        });
    }

    private static TemplateValue texts(List<String> texts) {
        return TemplateValue.list(new ArrayList<>(texts.stream().map(Text::new).toList()));
    }

    static String join(String separator, TemplateValue parts) {
        StringBuilder out = new StringBuilder();
        String before = "";
        for (TemplateValue part : Values.elements(parts)) {
            out.append(before).append(PythonText.of(part));
            Limits.requireOutput(out.length());
            before = separator;
        }
        return out.toString();
    }

    private static List<String> split(String text, String separator, long max, boolean fromEnd) {
        if (separator.isEmpty()) {
            throw new TemplateException("the separator must not be empty");
        }
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (max < 0 || parts.size() < max) {
            int at = fromEnd ? rest.lastIndexOf(separator) : rest.indexOf(separator);
            if (at < 0) {
                break;
            }
            parts.add(fromEnd ? rest.substring(at + separator.length()) : rest.substring(0, at));
            rest = fromEnd ? rest.substring(0, at) : rest.substring(at + separator.length());
        }
        parts.add(rest);
        if (fromEnd) {
            Collections.reverse(parts);
        }
        return parts;
    }

    private static List<String> splitBlanks(String text, long max) {
        List<String> parts = new ArrayList<>();
        String rest = text.stripLeading();
        while (!rest.isEmpty()) {
            int end = 0;
            boolean last = max >= 0 && parts.size() == max;
            while (end < rest.length() && (last || !Character.isWhitespace(rest.charAt(end)))) {
                end++;
            }
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        return parts;
    }

    static String replace(String text, String old, String replacement, long count) {
        long places = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        Limits.requireOutput(text.length() + places * replacement.length());
        if (count < 0) {
            return text.replace(old, replacement);
        }
        return old.isEmpty() ? text : String.join(replacement, split(text, old, count, false));
    }

    static String strip(String text, @Nullable String characters, boolean start, boolean end) {
        int from = 0;
        int to = text.length();
        while (start && from < to && stripped(text.charAt(from), characters)) {
            from++;
        }
        while (end && to > from && stripped(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean stripped(char c, @Nullable String characters) {
        return characters == null ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean within = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(within ? Character.toLowerCase(c) : Character.toTitleCase(c));
            within = Character.isLetter(c);
        }
        return out.toString();
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c)));
        return out.toString();
    }
}
