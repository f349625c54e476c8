package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.Statement.If.Branch;
import dev.rondo.sdk.internal.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole template: text, expressions, and the blocks {@code if}, {@code for} and {@code set}. */
final class TemplateParser {

    /** Blocks of larger template languages, which a text field of an operator has no use for. */
    private static final Set<String> LEFT_OUT = Set.of(
            "macro",
            "call",
            "filter",
            "include",
            "import",
            "from",
            "extends",
            "block",
            "with",
            "do",
            "autoescape",
            "trans",
            "continue",
            "break");

    private static final int MAX_DEPTH = 50;

    private final TokenStream in;
    private final ExpressionParser expressions;
    private int depth;

    private TemplateParser(TokenStream in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
    }

    /** Reads a {@link Lexer#normalized} template. */
    static List<Statement> parse(String text) {
        TemplateParser parser = new TemplateParser(new TokenStream(Lexer.tokens(text)));
        List<Statement> body = parser.body(Set.of());
        Token rest = parser.in.peek();
        if (!rest.is(Kind.END)) {
            throw TemplateException.syntax(
                    "unexpected " + parser.in.peekSecond().shown(),
                    parser.in.peekSecond().at());
        }
        return body;
    }

    /** Statements up to a block that begins with one of these words, which is left in the stream, or to the end. */
    private List<Statement> body(Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = in.peek();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(in.take().text()));
                case PRINT_BEGIN -> {
                    in.take();
                    statements.add(new Statement.Print(expressions.tuple()));
                    in.take(Kind.PRINT_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    Token word = in.peekSecond();
                    if (ends.contains(word.text()) || isEnd(word)) {
                        return statements;
                    }
                    in.take();
                    statements.add(block(in.take(Kind.NAME, "the word of a block, such as if, for or set")));
                }
                default -> {
                    return statements;
                }
            }
        }
    }

    /** Ends that nobody waits for are reported by whoever began. */
    private static boolean isEnd(Token word) {
        return switch (word.text()) {
            case "endif", "endfor", "endset", "else", "elif", "endraw" -> true;
            default -> false;
        };
    }

    private Statement block(Token word) {
        if (++depth > MAX_DEPTH) {
            throw TemplateException.syntax("blocks nest deeper than " + MAX_DEPTH + " levels", word.at());
        }
        Statement block = switch (word.text()) {
            case "if" -> ifBlock(word);
            case "for" -> forBlock(word);
            case "set" -> setBlock(word);
            default ->
                throw TemplateException.syntax(
                        LEFT_OUT.contains(word.text())
                                ? "the block '" + word.text()
                                        + "' is not available in Rondo's templates; there are if, for, set"
                                        + " and raw"
                                : "unknown block '" + word.text() + "'; there are if, for, set and raw",
                        word.at());
        };
        depth--;
        return block;
    }

    private Statement ifBlock(Token word) {
        List<Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        Expression condition = expressions.tuple();
        while (true) {
            endTag();
            List<Statement> body = body(Set.of("elif", "else", "endif"));
            if (condition != null) {
                branches.add(new Branch(condition, body));
            } else {
                otherwise = body;
            }
            String next = nextWord(word, condition == null ? Set.of("endif") : Set.of("elif", "else", "endif"));
            if (next.equals("endif")) {
                endTag();
                return new Statement.If(branches, otherwise);
            }
            condition = next.equals("elif") ? expressions.tuple() : null;
        }
    }

    private Statement forBlock(Token word) {
        List<String> targets = targets();
        if (!in.tryTakeName("in")) {
            throw in.expected("'in'");
        }
        Expression elements = expressions.tupleWithoutCondition();
        Expression condition = in.tryTakeName("if") ? expressions.expression() : null;
        if (in.peek().isName("recursive")) {
            throw TemplateException.syntax(
                    "recursive loops are not available", in.peek().at());
        }
        endTag();
        List<Statement> body = body(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        if (nextWord(word, Set.of("else", "endfor")).equals("else")) {
            endTag();
            otherwise = body(Set.of("endfor"));
            nextWord(word, Set.of("endfor"));
        }
        endTag();
        return new Statement.For(word.at(), targets, elements, condition, body, otherwise);
    }

    private Statement setBlock(Token word) {
        List<String> targets = targets();
        if (in.tryTakeOperator("=")) {
            Expression value = expressions.tuple();
            endTag();
            return new Statement.SetValue(word.at(), targets, value);
        }
        if (targets.size() > 1) {
            throw in.expected("'='");
        }
        endTag();
        List<Statement> body = body(Set.of("endset"));
        nextWord(word, Set.of("endset"));
        endTag();
        return new Statement.SetBlock(targets.getFirst(), body);
    }

    private List<String> targets() {
        List<String> names = new ArrayList<>();
        boolean bracket = in.tryTakeOperator("(");
        do {
            names.add(in.take(Kind.NAME, "the name of a variable").text());
        } while (in.tryTakeOperator(","));
        if (bracket) {
            in.takeOperator(")");
        }
        return names;
    }

    private void endTag() {
        in.take(Kind.BLOCK_END, "'%}'");
    }

    /** Takes the beginning of the next block tag, which must be one of these words. */
    private String nextWord(Token opened, Set<String> expected) {
        @Nullable Token word = in.peek().is(Kind.BLOCK_BEGIN) ? in.peekSecond() : null;
        if (word == null || !expected.contains(word.text())) {
            String found = word == null ? in.peek().shown() : word.shown();
            throw TemplateException.syntax(
                    "the block '" + opened.text() + "' is not closed with 'end" + opened.text() + "'; found " + found,
                    opened.at());
        }
        in.take();
        return in.take().text();
    }
}
