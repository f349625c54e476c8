package dev.rondo.core.semantics;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Counts the recorded cases of a {@link SemanticsTest} class and prints its result line. */
final class SemanticsReport implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(SemanticsReport.class);

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
        SemanticsTest test = context.getRequiredTestClass().getAnnotation(SemanticsTest.class);
        String label = test.label().isEmpty() ? test.value() : test.label();
        Tally tally = tally(context);
        System.out.printf("semantics: %s %d/%d%n", label, tally.passed.get(), tally.cases.get());
        if (tally.cases.get() == 0) {
            throw new AssertionError("semantics: " + label + ": no case was run from "
                    + RecordedFamily.load(test.value()).origin());
        }
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
