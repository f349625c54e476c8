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
        List<String> kinds = List.of(context.getRequiredTestMethod()
                .getAnnotation(RecordedCases.class)
                .kinds());
        return RecordedFamily.load(family).cases().stream()
                .filter(each -> kinds.isEmpty() || kinds.contains(each.kind()))
                .map(Arguments::of);
    }
}
