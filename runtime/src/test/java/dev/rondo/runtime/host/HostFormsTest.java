package dev.rondo.runtime.host;

import dev.rondo.core.protocol.FormCheck;
import dev.rondo.core.protocol.WireForm;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostFormsTest {

    static Stream<WireForm<?>> forms() {
        return HostForms.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_says_what_its_class_says(WireForm<?> form) throws ReflectiveOperationException {
        FormCheck.check(form);
    }
}
