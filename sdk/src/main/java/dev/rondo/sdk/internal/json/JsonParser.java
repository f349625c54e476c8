package dev.rondo.sdk.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text by RFC 8259, without any extension, in one pass. */
final class JsonParser {

    /** Longest number: turning digits into a big integer costs time that grows faster than their count. */
    private static final int MAX_NUMBER_CHARS = 10_000;

    private final String text;
    private final JsonLimits limits;
    private int at;
    private int depth;

    JsonParser(String text, JsonLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    JsonValue parse() {
        if (text.length() > limits.maxChars()) {
            throw error(
                    "the text has " + text.length() + " characters, more than the " + limits.maxChars() + " allowed",
                    0);
        }
        skipBlanks();
        JsonValue value = value();
        skipBlanks();
        if (at < text.length()) {
            throw error("expected the end of the text, found " + found(), at);
        }
        return value;
    }

    private JsonValue value() {
        if (at == text.length()) {
            throw error("expected a value, found the end of the text", at);
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonString(string());
            case 't' -> literal("true", JsonBoolean.TRUE);
            case 'f' -> literal("false", JsonBoolean.FALSE);
            case 'n' -> literal("null", JsonNull.NULL);
            default -> {
                if (c == '-' || (c >= '0' && c <= '9')) {
                    yield number();
                }
                throw error("expected a value, found " + found(), at);
            }
        };
    }

    private JsonObject object() {
        open();
        Map<String, JsonValue> members = new LinkedHashMap<>();
        skipBlanks();
        if (!tryTake('}')) {
            do {
                skipBlanks();
                int keyAt = at;
                if (at == text.length() || text.charAt(at) != '"') {
                    throw error("expected a key in double quotes, found " + found(), at);
                }
                String key = string();
                skipBlanks();
                take(':', "':' after the key");
                skipBlanks();
                if (members.put(key, value()) != null) {
                    throw error("the key \"" + shorten(key) + "\" occurs twice in one object", keyAt);
                }
                skipBlanks();
            } while (tryTake(','));
            take('}', "',' or '}'");
        }
        depth--;
        return JsonObject.owning(members);
    }

    private JsonArray array() {
        open();
        List<JsonValue> elements = new ArrayList<>();
        skipBlanks();
        if (!tryTake(']')) {
            do {
                skipBlanks();
                elements.add(value());
                skipBlanks();
            } while (tryTake(','));
            take(']', "',' or ']'");
        }
        depth--;
        return JsonArray.owning(elements);
    }

    private void open() {
        if (++depth > limits.maxDepth()) {
            throw error("nested deeper than " + limits.maxDepth() + " levels", at);
        }
        at++;
    }

    private String string() {
        int from = ++at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(from, at++);
            }
            if (c == '\\') {
                return stringWithEscapes(from);
            }
            checkStringChar(c);
            at++;
        }
        throw error("this string is not closed", from - 1);
    }

    private String stringWithEscapes(int from) {
        StringBuilder value = new StringBuilder(at - from + 16).append(text, from, at);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\') {
                value.append(escape());
            } else {
                checkStringChar(c);
                value.append(c);
                at++;
            }
        }
        throw error("this string is not closed", from - 1);
    }

    private void checkStringChar(char c) {
        if (c < ' ') {
            throw error(
                    "control character " + codePoint(c) + " in a string; write it as \\u"
                            + codePoint(c).substring(2),
                    at);
        }
    }

    private char escape() {
        int backslash = at++;
        if (at == text.length()) {
            throw error("the text ends inside an escape", backslash);
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicodeEscape(backslash);
            default -> throw error("unknown escape '\\" + c + "'", backslash);
        };
    }

    private char unicodeEscape(int backslash) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? hexDigit(text.charAt(at)) : -1;
            if (digit < 0) {
                throw error("\\u needs four hexadecimal digits", backslash);
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    /** Not {@link Character#digit}: that takes digits of other scripts too. */
    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    private JsonNumber number() {
        int from = at;
        while (at < text.length() && isNumberChar(text.charAt(at))) {
            at++;
        }
        if (at - from > MAX_NUMBER_CHARS) {
            throw error(
                    "a number of " + (at - from) + " characters, more than the " + MAX_NUMBER_CHARS + " allowed", from);
        }
        String number = text.substring(from, at);
        if (!JsonNumber.isNumber(number)) {
            throw error("not a JSON number: " + shorten(number), from);
        }
        return new JsonNumber(number);
    }

    private static boolean isNumberChar(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private JsonValue literal(String word, JsonValue value) {
        if (!text.startsWith(word, at)) {
            throw error("expected a value, found " + found(), at);
        }
        at += word.length();
        return value;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private boolean tryTake(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char c, String expected) {
        if (!tryTake(c)) {
            throw error("expected " + expected + ", found " + found(), at);
        }
    }

    private String found() {
        if (at == text.length()) {
            return "the end of the text";
        }
        int c = text.codePointAt(at);
        return Character.isISOControl(c) || c > 0x7e ? codePoint(c) : "'" + Character.toString(c) + "'";
    }

    private static String codePoint(int c) {
        String hex = Integer.toHexString(c);
        return "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    }

    private static String shorten(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "…";
    }

    private JsonException error(String problem, int where) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < where; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new JsonException(problem, line, where - lineStart + 1);
    }
}
