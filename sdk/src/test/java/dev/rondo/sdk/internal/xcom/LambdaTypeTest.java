package dev.rondo.sdk.internal.xcom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.xcom.LambdaType.Origin;
import dev.rondo.sdk.internal.xcom.LambdaType.Parameter;
import dev.rondo.sdk.internal.xcom.LambdaType.Result;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every way to write a body that the Java language has. */
class LambdaTypeTest {

    interface F0<R> extends Serializable {
        R call() throws Exception;
    }

    interface F1<A, R> extends Serializable {
        R call(A a) throws Exception;
    }

    interface F2<A, B, R> extends Serializable {
        R call(A a, B b) throws Exception;
    }

    interface V1<A> extends Serializable {
        void run(A a) throws Exception;
    }

    /** As the authoring API takes bodies. */
    static final class One<A> {
        <R> LambdaType call(F1<? super A, ? extends R> body) {
            return LambdaType.of(body);
        }

        LambdaType run(V1<? super A> body) {
            return LambdaType.of(body);
        }
    }

    static final class Two<A, B> {
        <R> LambdaType call(F2<? super A, ? super B, ? extends R> body) {
            return LambdaType.of(body);
        }
    }

    private static <R> LambdaType call(F0<? extends R> body) {
        return LambdaType.of(body);
    }

    record Rows(long n) {}

    record Model(double auc, String uri) {
        Model {}

        static Model best(List<Model> models) {
            return models.getFirst();
        }

        Optional<Model> better(Model other) {
            return other.auc > auc ? Optional.of(other) : Optional.empty();
        }
    }

    record Pair<A, B>(A first, B second) {
        A left() {
            return first;
        }

        List<B> rights() {
            return List.of(second);
        }
    }

    sealed interface Verdict permits Push, Hold {}

    record Push() implements Verdict {}

    record Hold() implements Verdict {}

    enum Gate {
        PASS,
        FAIL
    }

    static class Base<T> {
        final List<T> all(Rows rows) {
            return List.of();
        }

        T one(Rows rows) {
            throw new UnsupportedOperationException("never called: " + rows);
        }
    }

    static class Models extends Base<Model> {
        @Override
        Model one(Rows rows) {
            return new Model(rows.n(), "");
        }
    }

    static List<Model> many(Rows rows) {
        return List.of();
    }

    static <T extends Record> T generic(T value) {
        return value;
    }

    static <T> List<T> listOf(T value) {
        return List.of(value);
    }

    static int count(Rows rows) {
        return (int) rows.n();
    }

    static void push(Model model) {
        assertThat(model).isNotNull();
    }

    static Model varargs(Rows... rows) {
        return new Model(rows.length, "");
    }

    private Model ofInstance(Rows rows) {
        return new Model(rows.n(), toString());
    }

    private static Result known(java.lang.reflect.Type type) {
        return new Result.Known(type);
    }

    @Nested
    class MethodReferences {

        @Test
        void to_static_methods() {
            LambdaType type = new One<Rows>().call(LambdaTypeTest::many);

            assertThat(type.origin()).isEqualTo(Origin.METHOD_REFERENCE);
            assertThat(type.where()).isEqualTo(LambdaTypeTest.class.getName() + ".many");
            assertThat(type.result()).isEqualTo(known(GenericTypes.listOf(Model.class)));
            assertThat(type.parameters()).containsExactly(new Parameter(Rows.class, true));
            assertThat(type.captured()).isEmpty();
        }

        @Test
        void to_static_methods_with_generic_parameters() {
            LambdaType type = LambdaType.of((F1<List<Model>, Model>) Model::best);

            assertThat(type.parameters()).containsExactly(new Parameter(GenericTypes.listOf(Model.class), true));
            assertThat(type.result()).isEqualTo(known(Model.class));
        }

        @Test
        void to_methods_that_return_a_primitive() {
            assertThat(new One<Rows>().call(LambdaTypeTest::count).result()).isEqualTo(known(Integer.class));
        }

        @Test
        void to_methods_of_the_argument() {
            LambdaType auc = new One<Model>().call(Model::auc);
            LambdaType better = new Two<Model, Model>().call(Model::better);

            assertThat(auc.result()).isEqualTo(known(Double.class));
            assertThat(auc.parameters()).containsExactly(new Parameter(Model.class, true));
            assertThat(better.result()).isEqualTo(known(GenericTypes.optionalOf(Model.class)));
            assertThat(better.parameters())
                    .containsExactly(new Parameter(Model.class, true), new Parameter(Model.class, true));
        }

        @Test
        void to_methods_of_an_object() {
            Models models = new Models();

            LambdaType type = new One<Rows>().call(models::all);

            assertThat(type.result()).isEqualTo(known(GenericTypes.listOf(Model.class)));
            assertThat(type.parameters()).containsExactly(new Parameter(Rows.class, true));
            assertThat(type.captured()).hasSize(1);
            assertThat(type.captured().getFirst().value()).isSameAs(models);
        }

        @Test
        void to_methods_that_override_a_generic_one() {
            assertThat(new One<Rows>().call(new Models()::one).result()).isEqualTo(known(Model.class));
            assertThat(new One<Rows>().call(((Base<Model>) new Models())::one).result())
                    .isEqualTo(known(Model.class));
        }

        @Test
        void to_private_methods_of_this() {
            LambdaType type = new One<Rows>().call(LambdaTypeTest.this::ofInstance);

            assertThat(type.result()).isEqualTo(known(Model.class));
            assertThat(type.captured().getFirst().value()).isSameAs(LambdaTypeTest.this);
        }

        @Test
        void to_constructors() {
            LambdaType model = new Two<Double, String>().call(Model::new);

            assertThat(model.result()).isEqualTo(known(Model.class));
            assertThat(model.where()).isEqualTo(Model.class.getName() + ".new");
            assertThat(model.parameters())
                    .containsExactly(new Parameter(Double.class, true), new Parameter(String.class, true));
        }

        @Test
        void to_constructors_of_generic_classes_leave_the_arguments_unknown() {
            assertThat(LambdaType.of((F2<Gate, Gate, Pair<Gate, Gate>>) Pair::new)
                            .result())
                    .isEqualTo(new Result.Unknown(Pair.class));
            assertThat(LambdaType.of((F0<List<String>>) ArrayList::new).result())
                    .isInstanceOf(Result.Unknown.class);
        }

        @Test
        void to_methods_of_a_generic_class_know_what_the_caller_knows() {
            assertThat(LambdaType.of((F1<Pair<Model, Gate>, Model>) Pair::left).result())
                    .isEqualTo(known(Model.class));
            assertThat(LambdaType.of((F1<Optional<Model>, Model>) Optional::orElseThrow)
                            .result())
                    .isEqualTo(known(Model.class));
            assertThat(LambdaType.of((F1<Pair<Model, Gate>, List<Gate>>) Pair::rights)
                            .result())
                    .isEqualTo(new Result.Unknown(List.class));
        }

        @Test
        void to_generic_methods_know_what_the_caller_knows() {
            assertThat(new One<Model>().call(LambdaTypeTest::<Model>generic).result())
                    .isEqualTo(known(Model.class));
            assertThat(new One<Model>().call(LambdaTypeTest::listOf).result())
                    .isEqualTo(new Result.Unknown(List.class));
        }

        @Test
        void to_methods_of_the_jdk() {
            assertThat(new One<String>().call(String::length).result()).isEqualTo(known(Integer.class));
            assertThat(new One<String>().call(Integer::valueOf).result()).isEqualTo(known(Integer.class));
        }

        @Test
        void that_javac_rewrites_as_lambdas() {
            LambdaType varargs = new One<Rows>().call(LambdaTypeTest::varargs);
            LambdaType array = new One<Integer>().call(double[]::new);

            assertThat(varargs.result()).isEqualTo(known(Model.class));
            assertThat(array.result()).isEqualTo(known(double[].class));
        }

        @Test
        void for_bodies_without_result() {
            assertThat(new One<Model>().run(LambdaTypeTest::push).result()).isEqualTo(new Result.Nothing());
            assertThat(new One<Rows>().run(LambdaTypeTest::many).result()).isEqualTo(new Result.Nothing());
        }
    }

    @Nested
    class Lambdas {

        @Test
        void know_records_enums_and_boxes() {
            assertThat(new One<Rows>().call(rows -> new Model(rows.n(), "u")).result())
                    .isEqualTo(known(Model.class));
            assertThat(new One<Model>()
                            .call(model -> model.auc() > 0.9 ? Gate.PASS : Gate.FAIL)
                            .result())
                    .isEqualTo(known(Gate.class));
            assertThat(new One<Model>().call(model -> model.auc()).result()).isEqualTo(known(Double.class));
            assertThat(call(() -> "text").result()).isEqualTo(known(String.class));
        }

        @Test
        void know_their_parameters_as_far_as_they_are_not_generic() {
            LambdaType plain = new Two<Rows, String>().call((rows, text) -> text + rows.n());
            LambdaType generic = LambdaType.of((F1<List<Model>, Integer>) models -> models.size());

            assertThat(plain.origin()).isEqualTo(Origin.LAMBDA);
            assertThat(plain.parameters())
                    .containsExactly(new Parameter(Rows.class, true), new Parameter(String.class, true));
            assertThat(generic.parameters()).containsExactly(new Parameter(List.class, false));
        }

        @Test
        void leave_type_arguments_unknown() {
            assertThat(new One<Rows>().call(rows -> List.of(rows)).result()).isEqualTo(new Result.Unknown(List.class));
            assertThat(new One<Rows>().call(rows -> Map.of("a", rows)).result())
                    .isEqualTo(new Result.Unknown(Map.class));
            assertThat(new One<Rows>().call(rows -> Optional.of(rows)).result())
                    .isEqualTo(new Result.Unknown(Optional.class));
            assertThat(new One<Rows>().call(rows -> new Pair<>(rows, 1)).result())
                    .isEqualTo(new Result.Unknown(Pair.class));
            assertThat(new One<Rows>().call(rows -> (Object) rows).result())
                    .isEqualTo(new Result.Unknown(Object.class));
        }

        @Test
        void leave_a_common_type_that_is_only_formal_unknown() {
            LambdaType mixed = new One<Rows>().call(rows -> rows.n() > 0 ? new Model(1, "") : new Rows(1));
            LambdaType numbers = new One<Rows>().call(rows -> rows.n() > 0 ? (Number) 1 : Double.valueOf(2));

            assertThat(mixed.result()).isEqualTo(new Result.Unknown(Record.class));
            assertThat(numbers.result()).isEqualTo(new Result.Unknown(Number.class));
        }

        @Test
        void know_a_sealed_type_that_is_stated() {
            LambdaType stated = LambdaType.of((F1<Rows, Verdict>) rows -> rows.n() > 0 ? new Push() : new Hold());

            assertThat(stated.result()).isEqualTo(known(Verdict.class));
        }

        @Test
        @SuppressWarnings("NullAway") // there is no other Void to return
        void return_nothing() {
            assertThat(new One<Model>().run(model -> push(model)).result()).isEqualTo(new Result.Nothing());
            assertThat(new One<Rows>().call(rows -> (Void) null).result()).isEqualTo(new Result.Nothing());
        }

        @Test
        void list_what_they_captured() {
            String country = "de";
            int n = (int) new Rows(3).n();
            List<String> changing = new ArrayList<>();

            LambdaType type = call(() -> country + n + changing);

            assertThat(type.captured())
                    .extracting(LambdaType.Captured::value)
                    .containsExactlyInAnyOrder(country, n, changing);
            assertThat(type.result()).isEqualTo(known(String.class));
        }

        @Test
        void list_the_object_around_them() {
            LambdaType type = new One<Rows>().call(rows -> ofInstance(rows));

            assertThat(type.captured()).extracting(LambdaType.Captured::value).containsExactly(this);
        }
    }

    @Nested
    class Objects {

        /** A body that is a class of its own. */
        static final class Train implements F1<Rows, List<Model>> {
            private static final long serialVersionUID = 1L;

            private final int epochs;

            Train(int epochs) {
                this.epochs = epochs;
            }

            @Override
            public List<Model> call(Rows rows) {
                return List.of(new Model(epochs, ""));
            }
        }

        abstract static class Generic<T> implements F1<T, T> {
            private static final long serialVersionUID = 1L;

            @Override
            public T call(T t) {
                return t;
            }
        }

        @Test
        void of_named_classes_know_all() {
            LambdaType type = LambdaType.of(new Train(3));

            assertThat(type.origin()).isEqualTo(Origin.OBJECT);
            assertThat(type.result()).isEqualTo(known(GenericTypes.listOf(Model.class)));
            assertThat(type.parameters()).containsExactly(new Parameter(Rows.class, true));
            assertThat(type.captured()).containsExactly(new LambdaType.Captured(0, 3, "epochs"));
        }

        @Test
        void of_anonymous_classes_know_all() {
            LambdaType type = LambdaType.of(new F0<Map<String, Model>>() {
                private static final long serialVersionUID = 1L;

                @Override
                public Map<String, Model> call() {
                    return Map.of();
                }
            });

            assertThat(type.result()).isEqualTo(known(GenericTypes.of(Map.class, String.class, Model.class)));
        }

        @Test
        void of_generic_classes_know_what_the_class_says() {
            LambdaType type = LambdaType.of(new Generic<Model>() {
                private static final long serialVersionUID = 1L;
            });

            assertThat(type.result()).isEqualTo(known(Model.class));
            assertThat(type.parameters()).containsExactly(new Parameter(Model.class, true));
        }
    }
}
