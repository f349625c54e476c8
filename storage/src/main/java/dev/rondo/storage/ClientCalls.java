package dev.rondo.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Calls of a client in which the context loader of the thread is the client's. */
final class ClientCalls {

    private ClientCalls() {}

    private interface Call<T, E extends Exception> {
        T make() throws E;
    }

    /** What a call returns, with the loader during it. */
    private static <T, E extends Exception> T with(ClassLoader loader, Call<T, E> call) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.make();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Opens something. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /** What is opened, with the loader during it and during all that is asked of it. */
    static <T> T in(ClassLoader loader, Class<T> type, Opening<T> opening) throws IOException {
        T opened = with(loader, opening::open);
        return type.cast(wrapped(loader, type, opened));
    }

    private static Object wrapped(ClassLoader loader, Class<?> type, Object client) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object result = with(loader, () -> invoke(client, method, arguments));
            if (result instanceof InputStream stream) {
                return new Stream(loader, stream);
            }
            Class<?> returned = method.getReturnType();
            boolean isClient =
                    result != null && returned.isInterface() && AutoCloseable.class.isAssignableFrom(returned);
            return isClient ? wrapped(loader, returned, result) : result;
        });
    }

    @SuppressWarnings("NullAway") // a call returns what it returns
    private static Object invoke(Object client, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw e;
            }
        }
    }

    private static final class Stream extends FilterInputStream {
        private final ClassLoader loader;

        Stream(ClassLoader loader, InputStream in) {
            super(in);
            this.loader = loader;
        }

        @Override
        public int read() throws IOException {
            return with(loader, in::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return with(loader, () -> in.read(buffer, offset, length));
        }

        @Override
        public long skip(long n) throws IOException {
            return with(loader, () -> in.skip(n));
        }

        @Override
        public void close() throws IOException {
            with(loader, () -> {
                in.close();
                return this;
            });
        }
    }
}
