package dev.rondo.sdk.internal.xcom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.XComTag;
import dev.rondo.sdk.internal.json.JsonLimits;
import dev.rondo.sdk.internal.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class XComTypeTest {

    private record Model(double auc, String uri) {}

    private record Wide(int small, Long boxed, @Nullable BigDecimal price, List<Model> models) {}

    record Pair<A, B>(A first, B second) {}

    record Node(int value, @Nullable Node next) {}

    record Checked(int epochs) {
        Checked {
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be 1 or more, was " + epochs);
            }
        }
    }

    enum Gate {
        PASS,
        FAIL {
            @Override
            public String toString() {
                return "a constant with a body";
            }
        }
    }

    sealed interface Verdict permits Push, Hold, Fixed {}

    @XComTag("push")
    record Push(String uri) implements Verdict {}

    record Hold(String reason, Verdict instead) implements Verdict {}

    enum Fixed implements Verdict {
        NEVER
    }

    sealed interface Result<T> permits Ok, Err {}

    record Ok<T>(T value) implements Result<T> {}

    record Err<X>(String why) implements Result<X> {}

    /** Carries a type with its arguments, as the authoring API's token does. */
    abstract static class Token<T> {
        Type type() {
            return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
        }
    }

    private static @Nullable Object roundTrip(Token<?> token, @Nullable Object value) {
        XComType type = XComType.of(token.type());
        return type.decode(type.encode(value));
    }

    @Nested
    class Values {

        @Test
        void a_private_record_arrives_as_it_was() {
            XComType type = XComType.of(Model.class);

            assertThat(type.encode(new Model(0.93, "gs://m/1"))).isEqualTo("{\"auc\":0.93,\"uri\":\"gs://m/1\"}");
            assertThat(type.decode("{\"uri\":\"gs://m/1\",\"auc\":0.93}")).isEqualTo(new Model(0.93, "gs://m/1"));
        }

        @Test
        void a_record_declared_in_a_method_arrives() {
            record Local(int n) {}

            assertThat(XComType.of(Local.class).decode("{\"n\":3}")).isEqualTo(new Local(3));
        }

        @Test
        void lists_keep_the_types_of_their_elements() {
            assertThat(roundTrip(new Token<List<Long>>() {}, Arrays.asList(1L, null, Long.MAX_VALUE)))
                    .isEqualTo(Arrays.asList(1L, null, Long.MAX_VALUE));
            assertThat(roundTrip(new Token<List<BigDecimal>>() {}, List.of(new BigDecimal("1.50"))))
                    .isEqualTo(List.of(new BigDecimal("1.50")));
            assertThat(roundTrip(new Token<List<Float>>() {}, List.of(0.1f, Float.NaN, -0.0f)))
                    .isEqualTo(List.of(0.1f, Float.NaN, -0.0f));
        }

        @Test
        void numbers_that_json_lacks_are_sent_as_text() {
            XComType type = XComType.of(new Token<List<Double>>() {}.type());

            String json = type.encode(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0));

            assertThat(json).isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\",-0.0]");
            assertThat(type.decode(json))
                    .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0));
        }

        @Test
        void a_decimal_keeps_its_scale_and_a_huge_number_arrives() {
            BigInteger huge = BigInteger.TEN.pow(20_000).add(BigInteger.ONE);

            assertThat(roundTrip(new Token<BigDecimal>() {}, new BigDecimal("12E+3")))
                    .isEqualTo(new BigDecimal("12E+3"));
            assertThat(roundTrip(new Token<BigInteger>() {}, huge)).isEqualTo(huge);
        }

        @Test
        void what_arrives_may_be_changed_by_its_receiver() {
            List<?> list = (List<?>) roundTrip(new Token<List<String>>() {}, List.of("b", "a"));
            Map<?, ?> map = (Map<?, ?>) roundTrip(new Token<Map<String, Integer>>() {}, Map.of("a", 1));

            assertThat(list).isInstanceOf(ArrayList.class);
            assertThat(map).isInstanceOf(LinkedHashMap.class);
        }

        @Test
        void keys_of_maps_keep_their_types() {
            Map<LocalDate, Integer> byDay = new TreeMap<>(Map.of(LocalDate.of(2026, 1, 2), 1));
            Map<Gate, List<Model>> byGate = Map.of(Gate.FAIL, List.of(new Model(1, "u")));
            Map<Double, String> byNumber = Map.of(Double.NaN, "x", 1e300, "y");

            assertThat(roundTrip(new Token<Map<LocalDate, Integer>>() {}, byDay))
                    .isEqualTo(byDay);
            assertThat(roundTrip(new Token<Map<Gate, List<Model>>>() {}, byGate))
                    .isEqualTo(byGate);
            assertThat(roundTrip(new Token<Map<Double, String>>() {}, byNumber)).isEqualTo(byNumber);
        }

        @Test
        void entries_of_maps_arrive_alone_and_as_lists_also_of_a_whole_map() {
            XComType entries = XComType.of(new Token<List<Map.Entry<Gate, Model>>>() {}.type());
            Map.Entry<Gate, Model> entry = Map.entry(Gate.FAIL, new Model(1, "u"));

            String json = entries.encode(List.of(entry));

            assertThat(json).isEqualTo("[[\"FAIL\",{\"auc\":1.0,\"uri\":\"u\"}]]");
            assertThat(entries.decode(json)).isEqualTo(List.of(entry));
            assertThat(entries.decode("{\"FAIL\":{\"auc\":1.0,\"uri\":\"u\"}}")).isEqualTo(List.of(entry));
            assertThat(XComType.of(Object.class)
                            .decode(XComType.of(new Token<Map.Entry<Integer, String>>() {}.type())
                                    .encode(Map.entry(1, "x"))))
                    .isEqualTo(List.of("1", "x"));
            assertThatThrownBy(() -> entries.decode("[[\"FAIL\"]]"))
                    .hasMessageContaining("[0]")
                    .hasMessageContaining("expected a pair of key and value, found an array");
        }

        @Test
        void the_order_of_a_map_arrives() {
            Map<String, Integer> ordered = new LinkedHashMap<>();
            ordered.put("z", 1);
            ordered.put("a", 2);

            Map<?, ?> arrived = (Map<?, ?>) roundTrip(new Token<Map<String, Integer>>() {}, ordered);

            assertThat(arrived == null ? null : new ArrayList<Object>(arrived.keySet()))
                    .isEqualTo(List.of("z", "a"));
        }

        @Test
        void declared_collections_arrive_as_declared() {
            assertThat(roundTrip(new Token<SortedSet<Integer>>() {}, new TreeSet<>(Set.of(3, 1, 2))))
                    .isInstanceOf(TreeSet.class)
                    .isEqualTo(Set.of(1, 2, 3));
            assertThat(roundTrip(new Token<HashMap<String, Integer>>() {}, new HashMap<>(Map.of("a", 1))))
                    .isInstanceOf(HashMap.class);
            assertThat(roundTrip(new Token<Collection<? extends Model>>() {}, Set.of(new Model(1, "u"))))
                    .isEqualTo(List.of(new Model(1, "u")));
        }

        @Test
        void arrays_arrive() {
            assertThat(roundTrip(new Token<double[]>() {}, new double[] {1, Double.NaN}))
                    .isEqualTo(new double[] {1, Double.NaN});
            assertThat(roundTrip(new Token<byte[]>() {}, new byte[] {1, -2})).isEqualTo(new byte[] {1, -2});
            assertThat(roundTrip(new Token<String[][]>() {}, new String[][] {{"a", null}, {}}))
                    .isEqualTo(new String[][] {{"a", null}, {}});
            assertThat(roundTrip(new Token<List<Long>[]>() {}, new List<?>[] {List.of(1L)}))
                    .isEqualTo(new List<?>[] {List.of(1L)});
        }

        @Test
        void optionals_arrive_at_any_depth() {
            assertThat(roundTrip(new Token<Optional<Model>>() {}, Optional.empty()))
                    .isEqualTo(Optional.empty());
            assertThat(roundTrip(new Token<Optional<Optional<Integer>>>() {}, Optional.of(Optional.empty())))
                    .isEqualTo(Optional.of(Optional.empty()));
            assertThat(roundTrip(new Token<List<OptionalInt>>() {}, List.of(OptionalInt.of(3), OptionalInt.empty())))
                    .isEqualTo(List.of(OptionalInt.of(3), OptionalInt.empty()));
        }

        @Test
        void generic_and_recursive_records_arrive() {
            Pair<List<Long>, Pair<Gate, Instant>> pair =
                    new Pair<>(List.of(1L), new Pair<>(Gate.PASS, Instant.parse("2026-01-01T00:00:00.000001Z")));
            Node chain = new Node(1, new Node(2, null));

            assertThat(roundTrip(new Token<Pair<List<Long>, Pair<Gate, Instant>>>() {}, pair))
                    .isEqualTo(pair);
            assertThat(roundTrip(new Token<Node>() {}, chain)).isEqualTo(chain);
        }

        @Test
        void a_sealed_hierarchy_arrives_by_its_tags() {
            XComType type = XComType.of(Verdict.class);
            Verdict verdict = new Hold("drift", new Push("u"));

            String json = type.encode(verdict);

            assertThat(json)
                    .isEqualTo(
                            "{\"@type\":\"Hold\",\"reason\":\"drift\",\"instead\":{\"@type\":\"push\",\"uri\":\"u\"}}");
            assertThat(type.decode(json)).isEqualTo(verdict);
            assertThat(type.decode(type.encode(Fixed.NEVER))).isEqualTo(Fixed.NEVER);
        }

        @Test
        void a_generic_sealed_hierarchy_arrives() {
            Token<List<Result<Long>>> token = new Token<>() {};

            assertThat(roundTrip(token, List.of(new Ok<>(1L), new Err<Long>("no"))))
                    .isEqualTo(List.of(new Ok<>(1L), new Err<Long>("no")));
        }

        @Test
        void json_of_any_form_arrives_with_the_types_that_were_sent() {
            Map<String, @Nullable Object> any = new LinkedHashMap<>();
            any.put("int", 1);
            any.put("long", 1L);
            any.put("big long", 1L << 40);
            any.put("double", 1.0);
            any.put("NaN", Double.NaN);
            any.put("float", 1.5f);
            any.put("decimal", new BigDecimal("1.10"));
            any.put("instant", Instant.EPOCH);
            any.put("null", null);
            any.put("list", Arrays.asList("a", null, List.of(true)));
            any.put("set", Set.of(1, 2));
            any.put("by number", Map.of(1, "a"));
            any.put("looks tagged", Map.of("@type", "long", "value", 5));

            assertThat(roundTrip(new Token<Map<String, Object>>() {}, any)).isEqualTo(any);
        }

        @Test
        void json_of_any_form_written_by_others_is_read() {
            XComType type = XComType.of(Object.class);

            assertThat(type.decode("{\"@type\":\"person\",\"n\":[1,1.0,3000000000,1e2]}"))
                    .isEqualTo(Map.of("@type", "person", "n", List.of(1, 1.0, 3_000_000_000L, 100.0)));
        }

        @Test
        void a_value_without_a_declared_type_is_written_as_its_parts_say() {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("model", new Model(1, "u"));
            value.put("pair", new Pair<>(1L, Optional.of(Gate.PASS)));
            value.put("verdict", new Push("u"));
            value.put("fixed", Fixed.NEVER);
            value.put("vector", new double[] {1});

            assertThat(XComType.ofValue(value).encode(value))
                    .isEqualTo("{\"model\":{\"auc\":1.0,\"uri\":\"u\"},\"pair\":{\"first\":1,\"second\":\"PASS\"},"
                            + "\"verdict\":{\"@type\":\"push\",\"uri\":\"u\"},"
                            + "\"fixed\":{\"@type\":\"Fixed\",\"value\":\"NEVER\"},\"vector\":[1.0]}");
            assertThat(XComType.ofValue(value).name()).isEqualTo("Map");
        }

        @Test
        void what_was_sent_by_value_is_read_by_interface_and_by_class() {
            String push = XComType.ofValue(new Push("u")).encode(new Push("u"));
            String fixed = XComType.ofValue(Fixed.NEVER).encode(Fixed.NEVER);

            assertThat(XComType.of(Verdict.class).decode(push)).isEqualTo(new Push("u"));
            assertThat(XComType.of(Push.class).decode(push)).isEqualTo(new Push("u"));
            assertThat(XComType.of(Fixed.class).decode(fixed)).isEqualTo(Fixed.NEVER);
        }

        @Test
        void nothing_is_null() {
            assertThat(XComType.of(void.class).encode(null)).isEqualTo("null");
            assertThat(XComType.of(Void.class).decode("null")).isNull();
            assertThat(roundTrip(new Token<List<Void>>() {}, Arrays.asList(null, null)))
                    .isEqualTo(Arrays.asList(null, null));
        }
    }

    @Nested
    class Refusals {

        @Test
        void of_values_name_path_and_type() {
            XComType type = XComType.of(new Token<Map<String, List<Pair<Integer, Object>>>>() {}.type());

            assertThatThrownBy(() -> type.encode(Map.of("a", List.of(new Pair<>(1, Gate.PASS)))))
                    .isInstanceOfSatisfying(XComException.class, e -> {
                        assertThat(e.code()).isEqualTo(XComException.Code.XCOM_VALUE_UNSUPPORTED);
                        assertThat(e.path()).isEqualTo("[\"a\"][0].second");
                        assertThat(e.describe("train", "return_value"))
                                .startsWith("task 'train', XCom 'return_value', type Map<String, List<Pair<Integer,"
                                        + " Object>>>, at [\"a\"][0].second: a " + Gate.class.getName());
                    });
        }

        @Test
        void of_values_without_a_declared_type_name_the_place_too() {
            List<Object> value = List.of(1, List.of(new Socket()));

            assertThatThrownBy(() -> XComType.ofValue(value).encode(value))
                    .isInstanceOf(XComException.class)
                    .hasMessageStartingWith("type List, at [1][0]: cannot be sent: java.net.Socket: it is a resource");
        }

        @Test
        void a_constructor_that_refuses_says_why() {
            XComType type = XComType.of(new Token<List<Checked>>() {}.type());

            assertThatThrownBy(() -> type.decode("[{\"epochs\":1},{\"epochs\":0}]"))
                    .isInstanceOfSatisfying(
                            XComException.class, e -> assertThat(e.code()).isEqualTo(XComException.Code.XCOM_REJECTED))
                    .hasMessage("type List<Checked>, at [1]: the constructor of Checked refused it: epochs must be 1 or"
                            + " more, was 0")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void what_does_not_fit_is_named() {
            XComType type = XComType.of(Wide.class);

            assertThatThrownBy(() -> type.decode("{\"small\":3000000000,\"boxed\":1,\"price\":1,\"models\":[]}"))
                    .hasMessage("type Wide, at .small: expected int, found 3000000000, which is not whole or out of"
                            + " range");
            assertThatThrownBy(() -> type.decode("{\"small\":null,\"boxed\":1,\"price\":1,\"models\":[]}"))
                    .hasMessageContaining("at .small: is null, but the component is primitive");
            assertThatThrownBy(() -> type.decode("{\"small\":1,\"boxed\":1,\"price\":\"x\",\"models\":[]}"))
                    .hasMessageContaining("at .price: expected decimal, found \"x\"");
            assertThatThrownBy(() -> type.decode("{\"small\":1,\"boxed\":1,\"price\":1}"))
                    .hasMessageContaining("the component 'models' of Wide is missing");
            assertThatThrownBy(() -> type.decode("{\"small\":1,\"boxed\":1,\"price\":1,\"models\":[],\"x\":1}"))
                    .hasMessageContaining("Wide has no component [x]");
            assertThatThrownBy(() -> type.decode("[1"))
                    .hasMessage(
                            "type Wide: not JSON: line 1, column 3: expected ',' or ']', found the end of the text");
        }

        @Test
        void an_unknown_tag_or_constant_is_named() {
            assertThatThrownBy(() -> XComType.of(Verdict.class).decode("{\"@type\":\"Push\",\"uri\":\"u\"}"))
                    .hasMessageContaining("no class with the tag \"Push\"; it has [push, Hold, Fixed]");
            assertThatThrownBy(() -> XComType.of(Gate.class).decode("\"OPEN\""))
                    .hasMessageContaining("has no constant \"OPEN\"; it has [PASS, FAIL]");
        }

        @Test
        void a_value_that_contains_itself_is_refused() {
            List<Object> circle = new ArrayList<>();
            circle.add(circle);

            assertThatThrownBy(() -> XComType.of(Object.class).encode(circle))
                    .isInstanceOfSatisfying(
                            XComException.class, e -> assertThat(e.code()).isEqualTo(XComException.Code.XCOM_TOO_DEEP))
                    .hasMessageContaining("does it contain itself?");
        }

        @Test
        void a_value_that_is_too_long_is_refused() {
            XComType type = XComType.of(new Token<List<String>>() {}.type());

            assertThatThrownBy(() -> type.encode(List.of("x".repeat(600), "y".repeat(600)), new JsonLimits(9, 1000)))
                    .isInstanceOfSatisfying(
                            XComException.class, e -> assertThat(e.code()).isEqualTo(XComException.Code.XCOM_TOO_LARGE))
                    .hasMessageContaining("longer than 1000 characters of JSON; write it to a file or bucket");
        }

        @Test
        void what_would_be_lost_is_refused() {
            SortedSet<Integer> backwards = new TreeSet<>(Comparator.reverseOrder());
            Map<String, Integer> nullKey = new HashMap<>();
            nullKey.put(null, 1);

            assertThatThrownBy(() -> roundTrip(new Token<SortedSet<Integer>>() {}, backwards))
                    .hasMessageContaining("the comparator would be lost");
            assertThatThrownBy(() -> roundTrip(new Token<Map<String, Integer>>() {}, nullKey))
                    .hasMessageContaining("null key");
            assertThatThrownBy(() -> roundTrip(new Token<Optional<Integer>>() {}, null))
                    .hasMessageContaining("an Optional is null; use Optional.empty()");
        }

        @Test
        void values_of_another_type_than_declared_are_refused() {
            assertThatThrownBy(() -> roundTrip(new Token<List<Long>>() {}, List.of(1)))
                    .hasMessageContaining(
                            "at [0]: expected java.lang.Long, was a java.lang.Integer; an unchecked cast");
        }
    }

    @Nested
    class Types {

        record Holder(Socket socket, List<Path> files, Map<Model, Date> dates) {}

        sealed interface Clash permits A, B {}

        @XComTag("same")
        record A() implements Clash {}

        @XComTag("same")
        record B() implements Clash {}

        record Grows<T>(T value, @Nullable Grows<List<T>> next) {}

        interface Open {}

        @Test
        void every_reason_is_given_at_once() {
            var refused = (XComType.Compilation.Refused) XComType.compile(Holder.class);

            assertThat(refused.problems())
                    .extracting(XComProblem::message)
                    .satisfiesExactly(
                            socket -> assertThat(socket)
                                    .startsWith("java.net.Socket (at .socket): it is a resource of one process"),
                            path -> assertThat(path)
                                    .startsWith(
                                            "java.nio.file.Path (at .files[]): a path of one machine means nothing"),
                            key -> assertThat(key).contains("(at .dates.key): a key of a map must be"),
                            date -> assertThat(date)
                                    .startsWith("java.util.Date (at .dates{}): use java.time.Instant or LocalDate"));
        }

        @Test
        void of_which_too_little_is_known_are_told_apart() {
            assertThat(codes(List.class)).containsExactly(XComProblem.Code.XCOM_TYPE_UNKNOWN);
            assertThat(codes(Pair.class)).containsExactly(XComProblem.Code.XCOM_TYPE_UNKNOWN);
            assertThat(codes(Record.class)).containsExactly(XComProblem.Code.XCOM_TYPE_UNKNOWN);
            assertThat(codes(Stream.class)).containsExactly(XComProblem.Code.XCOM_TYPE_UNKNOWN);
            assertThat(codes(Open.class)).containsExactly(XComProblem.Code.XCOM_TYPE_UNSUPPORTED);
            assertThat(codes(new Token<Iterable<String>>() {}.type()))
                    .containsExactly(XComProblem.Code.XCOM_TYPE_UNSUPPORTED);
            assertThat(codes(Clash.class)).containsExactly(XComProblem.Code.XCOM_TAG_INVALID);
        }

        @Test
        void that_grow_without_end_are_refused() {
            assertThatThrownBy(() -> XComType.of(new Token<Grows<String>>() {}.type()))
                    .isInstanceOf(XComTypeException.class)
                    .hasMessageContaining("ever longer type arguments");
        }

        @Test
        void have_a_name_for_people_and_a_text_for_comparison() {
            XComType type = XComType.of(new Token<Map<Gate, List<Wide>>>() {}.type());

            assertThat(type.name()).isEqualTo("Map<Gate, List<Wide>>");
            assertThat(type.schema())
                    .isEqualTo("map<enum(PASS|FAIL),list<{boxed:long?,models:list<{auc:double,uri:string}>,"
                            + "price:decimal,small:int}>>");
            assertThat(type.hash())
                    .hasSize(64)
                    .isEqualTo(XComType.of(new Token<Map<Gate, List<Wide>>>() {}.type())
                            .hash());
        }

        @Test
        void that_recur_are_referred_to_by_number() {
            assertThat(XComType.of(Node.class).schema()).isEqualTo("{next:@1,value:int}");
            assertThat(XComType.of(Verdict.class).schema())
                    .isEqualTo("oneof(Fixed:enum(NEVER)|Hold:{instead:@1,reason:string}|push:{uri:string})");
        }

        @Test
        void are_described_as_json_schema() {
            JsonObject schema = XComType.of(Wide.class).jsonSchema();
            JsonObject recursive = XComType.of(Node.class).jsonSchema();

            assertThat(schema.toJson())
                    .isEqualTo(
                            "{\"type\":\"object\",\"title\":\"Wide\",\"properties\":{\"small\":{\"type\":\"integer\",\"format\":\"int32\"},"
                                    + "\"boxed\":{\"type\":\"integer\",\"format\":\"int64\"},"
                                    + "\"price\":{\"anyOf\":[{\"type\":\"number\",\"format\":\"decimal\"},{\"type\":\"null\"}]},"
                                    + "\"models\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"title\":\"Model\","
                                    + "\"properties\":{\"auc\":{\"type\":\"number\",\"format\":\"double\"},\"uri\":{\"type\":\"string\"}},"
                                    + "\"required\":[\"auc\",\"uri\"],\"additionalProperties\":false}}},"
                                    + "\"required\":[\"small\",\"boxed\",\"price\",\"models\"],\"additionalProperties\":false}");
            assertThat(recursive.toJson())
                    .startsWith("{\"$ref\":\"#/$defs/Node\",\"$defs\":{\"Node\":{\"type\":\"object\"")
                    .contains("{\"anyOf\":[{\"$ref\":\"#/$defs/Node\"},{\"type\":\"null\"}]}");
        }

        private static List<XComProblem.Code> codes(Type type) {
            return ((XComType.Compilation.Refused) XComType.compile(type))
                    .problems().stream().map(XComProblem::code).toList();
        }
    }
}
