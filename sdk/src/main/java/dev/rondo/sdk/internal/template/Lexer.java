package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts a template into tokens; comments, raw blocks and the signs that strip blanks are resolved here. */
final class Lexer {

    private static final String[] OPERATORS = {
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=",
        ".", ":", "|", ",", ";"
    };

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    /** Set by a closing {@code -}}}: blanks that follow are dropped. */
    private boolean stripNext;

    private Lexer(String text) {
        this.text = text;
    }

    /** Line ends become one newline, and a single one at the end of the template is dropped, as Airflow does. */
    static String normalized(String template) {
        String lines = template.indexOf('\r') < 0
                ? template
                : template.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /** The tokens of a {@link #normalized} template; the last is {@code END}. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            int tag = nextTag(at);
            data(at, tag < 0 ? text.length() : tag, tag >= 0 && hasSign(tag + 2, '-'));
            if (tag < 0) {
                at = text.length();
                break;
            }
            at = tag;
            switch (text.charAt(tag + 1)) {
                case '#' -> comment();
                case '{' -> expression(Kind.PRINT_BEGIN, Kind.PRINT_END, "}}");
                default -> {
                    if (!raw()) {
                        expression(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
                    }
                }
            }
        }
        tokens.add(new Token(Kind.END, "", text.length()));
    }

    private int nextTag(int from) {
        for (int i = text.indexOf('{', from); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            char next = text.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private boolean hasSign(int index, char sign) {
        return index < text.length() && text.charAt(index) == sign;
    }

    private void data(int from, int to, boolean stripEnd) {
        int start = from;
        int end = to;
        if (stripNext) {
            start = skipBlanks(from, to);
            stripNext = false;
        }
        while (stripEnd && end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (end > start) {
            tokens.add(new Token(Kind.DATA, text.substring(start, end), start));
        }
    }

    private int skipBlanks(int from, int to) {
        int i = from;
        while (i < to && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || c == '\u00a0';
    }

    private void comment() {
        int end = text.indexOf("#}", at + 2);
        if (end < 0) {
            throw TemplateException.syntax("this comment is not closed with '#}'", at);
        }
        stripNext = end > at + 2 && text.charAt(end - 1) == '-';
        at = end + 2;
    }

    /** A raw block, whose content is text whatever it looks like; false when this block is another. */
    private boolean raw() {
        int begin = at;
        int after = tagNamed(begin, "raw");
        if (after < 0) {
            return false;
        }
        boolean stripStart = text.charAt(after - 3) == '-';
        for (int tag = text.indexOf("{%", after); tag >= 0; tag = text.indexOf("{%", tag + 2)) {
            int end = tagNamed(tag, "endraw");
            if (end >= 0) {
                stripNext = stripStart;
                data(after, tag, hasSign(tag + 2, '-'));
                stripNext = text.charAt(end - 3) == '-';
                at = end;
                return true;
            }
        }
        throw TemplateException.syntax("this raw block is not closed with '{% endraw %}'", begin);
    }

    /** Where the block tag that begins at an index ends, if it consists of this word alone; -1 otherwise. */
    private int tagNamed(int tag, String word) {
        int i = tag + 2;
        if (hasSign(i, '-') || hasSign(i, '+')) {
            i++;
        }
        i = skipBlanks(i, text.length());
        if (!text.startsWith(word, i)) {
            return -1;
        }
        i = skipBlanks(i + word.length(), text.length());
        if (hasSign(i, '-') || hasSign(i, '+')) {
            i++;
        }
        return text.startsWith("%}", i) ? i + 2 : -1;
    }

    private void expression(Kind begin, Kind end, String close) {
        int opened = at;
        tokens.add(new Token(begin, text.substring(at, at + 2), at));
        at += 2;
        if (hasSign(at, '-') || hasSign(at, '+')) {
            at++;
        }
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            at = skipBlanks(at, text.length());
            if (at == text.length()) {
                throw TemplateException.syntax("this tag is not closed with '" + close + "'", opened);
            }
            // Within brackets, as in {{ {'a': {}}['a'] }}, two closing ones are no end.
            if (brackets.isEmpty() && tryEnd(end, close)) {
                return;
            }
            token(brackets);
        }
    }

    private boolean tryEnd(Kind kind, String close) {
        boolean sign = hasSign(at, '-') || (kind == Kind.BLOCK_END && hasSign(at, '+'));
        int from = sign ? at + 1 : at;
        if (!text.startsWith(close, from)) {
            return false;
        }
        stripNext = hasSign(at, '-');
        tokens.add(new Token(kind, close, at));
        at = from + 2;
        return true;
    }

    private void token(Deque<Character> brackets) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            string(c);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (c == '_' || Character.isLetter(c)) {
            int start = at;
            while (at < text.length() && (text.charAt(at) == '_' || Character.isLetterOrDigit(text.charAt(at)))) {
                at++;
            }
            tokens.add(new Token(Kind.NAME, text.substring(start, at), start));
        } else {
            operator(brackets);
        }
    }

    private void operator(Deque<Character> brackets) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                track(operator.charAt(0), brackets);
                tokens.add(new Token(Kind.OPERATOR, operator, at));
                at += operator.length();
                return;
            }
        }
        throw TemplateException.syntax("unexpected character '" + text.charAt(at) + "'", at);
    }

    private void track(char c, Deque<Character> brackets) {
        switch (c) {
            case '(' -> brackets.push(')');
            case '[' -> brackets.push(']');
            case '{' -> brackets.push('}');
            case ')', ']', '}' -> {
                if (brackets.isEmpty() || brackets.pop() != c) {
                    throw TemplateException.syntax("'" + c + "' closes nothing that is open", at);
                }
            }
            default -> {
                // Other operators open and close nothing.
            }
        }
    }

    private void number() {
        int start = at;
        skipDigits();
        boolean fraction = hasSign(at, '.') && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        if (fraction) {
            at++;
            skipDigits();
        }
        boolean exponent = tryExponent();
        String digits = text.substring(start, at).replace("_", "");
        tokens.add(new Token(fraction || exponent ? Kind.FLOAT : Kind.INT, digits, start));
    }

    private boolean tryExponent() {
        if (!hasSign(at, 'e') && !hasSign(at, 'E')) {
            return false;
        }
        int i = at + 1;
        if (hasSign(i, '+') || hasSign(i, '-')) {
            i++;
        }
        if (i >= text.length() || !isDigit(text.charAt(i))) {
            return false;
        }
        at = i;
        skipDigits();
        return true;
    }

    private void skipDigits() {
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void string(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                tokens.add(new Token(Kind.STRING, value.toString(), start));
                return;
            }
            if (c == '\\' && at < text.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        throw TemplateException.syntax("this string is not closed", start);
    }

    private void escape(StringBuilder value) {
        char c = text.charAt(at++);
        switch (c) {
            case '\n' -> {
                // A backslash at the end of a line joins the lines.
            }
            case '\\', '\'', '"' -> value.append(c);
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'a' -> value.append('\u0007');
            case 'v' -> value.append('\u000b');
            case '0' -> value.append('\0');
            case 'x' -> value.appendCodePoint(hex(2));
            case 'u' -> value.appendCodePoint(hex(4));
            case 'U' -> value.appendCodePoint(hex(8));
            // As in Python, an unknown escape stays as it is written: '\d' is two characters.
            default -> value.append('\\').append(c);
        }
    }

    private int hex(int digits) {
        int from = at;
        at += digits;
        if (at > text.length()) {
            throw TemplateException.syntax("an escape needs " + digits + " hexadecimal digits", from);
        }
        int code = 0;
        for (int i = from; i < at; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw TemplateException.syntax("an escape needs " + digits + " hexadecimal digits", from);
            }
            code = code * 16 + digit;
        }
        if (Character.isValidCodePoint(code)) {
            return code;
        }
        throw TemplateException.syntax("no character has this code", from);
    }
}
