package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.Token.Kind;
import java.util.List;

/** The tokens of a template, read from front to back. */
final class TokenStream {

    private final List<Token> tokens;
    private int next;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (!token.is(Kind.END)) {
            next++;
        }
        return token;
    }

    boolean tryTakeOperator(String operator) {
        if (peek().isOperator(operator)) {
            next++;
            return true;
        }
        return false;
    }

    boolean tryTakeName(String name) {
        if (peek().isName(name)) {
            next++;
            return true;
        }
        return false;
    }

    void takeOperator(String operator) {
        if (!tryTakeOperator(operator)) {
            throw expected("'" + operator + "'");
        }
    }

    Token take(Kind kind, String what) {
        if (!peek().is(kind)) {
            throw expected(what);
        }
        return take();
    }

    TemplateException expected(String what) {
        return TemplateException.syntax("expected " + what + ", found " + peek().shown(), peek().at());
    }
}
