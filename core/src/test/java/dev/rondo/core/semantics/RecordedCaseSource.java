package dev.rondo.core.semantics;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Hands the cases that a {@link RecordedCases} method asks for to JUnit. */
final class RecordedCaseSource implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        String family = context.getRequiredTestClass()
                .getAnnotation(SemanticsTest.class)
                .value();
        RecordedCases method = context.getRequiredTestMethod().getAnnotation(RecordedCases.class);
        return RecordedFamily.load(family).cases().stream()
                .filter(each -> takes(method, each))
                .map(Arguments::of);
    }

    /** Whether the method runs a case like that. */
    static boolean takes(RecordedCases method, RecordedCase recorded) {
        List<String> kinds = List.of(method.kinds());
        return kinds.isEmpty() || kinds.contains(recorded.kind());
    }
}
