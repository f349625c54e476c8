package dev.rondo.core.semantics;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Counts the recorded cases of a {@link SemanticsTest} class and prints its result line. A class whose family is not in
 * the folder that was asked for is left out, with a line that says so.
 */
final class SemanticsReport implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(SemanticsReport.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return enabled("its class is");
        }
        String family = annotation(context).value();
        RecordedFolder folder = RecordedFolder.asked();
        if (folder.has(family)) {
            return enabled("recorded in " + folder);
        }
        String left = family + " is not in " + folder;
        if (annotation(context).again().isEmpty()) {
            print("semantics: " + left);
        }
        return disabled(left);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Tally.class, new Tally());
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!method.getExecutable().isAnnotationPresent(RecordedCases.class)) {
            invocation.proceed();
            return;
        }
        Tally tally = tally(context);
        tally.cases.incrementAndGet();
        invocation.proceed();
        tally.passed.incrementAndGet();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        SemanticsTest test = annotation(context);
        Tally tally = tally(context);
        if (!test.again().isEmpty()) {
            print(test.value() + " " + test.again() + ": " + tally.passed + " of " + tally.cases + " cases passed");
            return;
        }
        RecordedFamily family = RecordedFamily.load(test.value());
        List<RecordedCase> unknown = ofUnknownKinds(family, context.getRequiredTestClass());
        int cases = tally.cases.get() + unknown.size();
        print("semantics: " + test.value() + " " + tally.passed + "/" + cases);
        if (!unknown.isEmpty()) {
            Set<String> kinds = new TreeSet<>();
            unknown.forEach(each -> kinds.add(each.kind()));
            throw new AssertionError(
                    family.origin() + ": no method runs the kinds " + kinds + ", " + unknown.size() + " cases");
        }
        if (cases == 0) {
            throw new AssertionError(family.origin() + ": no case was run");
        }
    }

    /** On a line of its own, also where another test engine has left one unfinished. */
    private static void print(String line) {
        System.out.print(System.lineSeparator() + line + System.lineSeparator());
    }

    private static List<RecordedCase> ofUnknownKinds(RecordedFamily family, Class<?> test) {
        List<RecordedCases> methods = Stream.of(test.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(RecordedCases.class))
                .map(method -> method.getAnnotation(RecordedCases.class))
                .toList();
        return family.cases().stream()
                .filter(each -> methods.stream().noneMatch(method -> RecordedCaseSource.takes(method, each)))
                .toList();
    }

    private static SemanticsTest annotation(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(SemanticsTest.class);
    }

    private static Tally tally(ExtensionContext context) {
        Tally tally = context.getStore(NAMESPACE).get(Tally.class, Tally.class);
        if (tally == null) {
            throw new IllegalStateException("no @SemanticsTest on " + context.getRequiredTestClass());
        }
        return tally;
    }

    private static final class Tally {
        private final AtomicInteger cases = new AtomicInteger();
        private final AtomicInteger passed = new AtomicInteger();
    }
}
