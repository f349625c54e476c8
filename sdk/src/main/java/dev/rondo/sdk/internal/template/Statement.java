package dev.rondo.sdk.internal.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed piece of a template. */
sealed interface Statement {

    /** Text that stays as it is. */
    record Data(String text) implements Statement {}

    /** An expression between double braces. */
    record Print(Expression value) implements Statement {}

    /** The first branch whose condition holds. */
    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {
        record Branch(Expression condition, List<Statement> body) {}
    }

    /** Once per element; {@code otherwise} when there is none. */
    record For(
            int at,
            List<String> targets,
            Expression elements,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    /** Names a value, until the end of the loop around it. */
    record SetValue(int at, List<String> targets, Expression value) implements Statement {}

    /** Names what a block renders to. */
    record SetBlock(String target, List<Statement> body) implements Statement {}
}
