package dev.rondo.metadata.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a migrated database of its own, dropped when the class is done:
 *
 * <pre>{@code
 * @ExtendWith(PostgresExtension.class)
 * class PoolStoreTest {
 *     private final Database database;
 *
 *     PoolStoreTest(TestDatabase mine) { ... } // or a parameter of @BeforeAll, @BeforeEach or a test
 * }
 * }</pre>
 *
 * <p>All methods of a class see the same database. Its session zone is UTC in every {@code Database}; the build runs
 * tests in another zone, so code that leans on the JVM's fails.
 */
public final class PostgresExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes what its stores hold: the server when the last test of this JVM is done, the database with its
        // class.
        TestServer server = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(TestServer.class, _ -> TestServer.start(), TestServer.class);
        return classOf(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(TestDatabase.class, _ -> server.migratedDatabase(), TestDatabase.class);
    }

    /** The outermost class, so that {@code @Nested} ones share its database. */
    private static ExtensionContext classOf(ExtensionContext context) {
        ExtensionContext outermost = context;
        for (Optional<ExtensionContext> at = context.getParent();
                at.isPresent();
                at = at.get().getParent()) {
            if (at.get().getTestClass().isPresent()) {
                outermost = at.get();
            }
        }
        return outermost;
    }
}
