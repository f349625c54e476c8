package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.Param;
import dev.rondo.sdk.internal.json.JsonObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds the codec of a type, or all reasons why there is none. One use each. */
final class XComCompiler {

    /** A record can hold itself with ever longer type arguments; no real type nests so deep. */
    private static final int MAX_NESTING = 64;

    /** Returned where a problem was noted; nothing that has problems is ever used. */
    private static final Codec NONE = VoidCodec.VOID;

    private final @Nullable Codec forUnknown;
    private final List<XComProblem> problems = new ArrayList<>();
    private final Map<Shape, Codec> named = new HashMap<>();
    private int nesting;

    XComCompiler() {
        this(null);
    }

    /** Takes this codec where a type is not fully known, instead of noting a problem. */
    XComCompiler(@Nullable Codec forUnknown) {
        this.forUnknown = forUnknown;
    }

    List<XComProblem> problems() {
        return problems;
    }

    Codec compile(Shape shape, String path) {
        Codec known = named.get(shape);
        if (known != null) {
            return known;
        }
        if (++nesting > MAX_NESTING) {
            nesting--;
            return refuse(shape, path, "contains itself with ever longer type arguments");
        }
        Codec codec = compileNew(shape, path);
        nesting--;
        return codec;
    }

    private Codec compileNew(Shape shape, String path) {
        Class<?> raw = shape.raw();
        Scalar scalar = Scalar.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (shape.equals(Shape.UNRESOLVED) || isOnlyAKind(raw)) {
            return unknown(shape, path);
        }
        if (raw == Object.class) {
            return AnyCodec.OBJECT;
        }
        if (raw == Number.class) {
            return AnyCodec.NUMBER;
        }
        if (raw == Void.class || raw == void.class) {
            return VoidCodec.VOID;
        }
        if (raw.isArray()) {
            return new ArrayCodec(raw, compile(shape.args().getFirst(), path + "[]"));
        }
        if (shape.isRaw()) {
            return unknown(shape, path);
        }
        return compileComposite(shape, path);
    }

    private Codec compileComposite(Shape shape, String path) {
        Class<?> raw = shape.raw();
        Codec optional = optional(shape, path);
        if (optional != null) {
            return optional;
        }
        CollectionCodec.Kind collection = CollectionCodec.Kind.of(raw);
        if (collection != null) {
            return new CollectionCodec(collection, compile(shape.args().getFirst(), path + "[]"));
        }
        MapCodec.Kind map = MapCodec.Kind.of(raw);
        if (map != null) {
            return new MapCodec(map, key(shape, path), compile(shape.args().get(1), path + "{}"));
        }
        if (raw == Map.Entry.class) {
            return new EntryCodec(key(shape, path), compile(shape.args().get(1), path + ".value"));
        }
        if (raw.isEnum()) {
            Codec codec = new EnumCodec(raw);
            named.put(shape, codec);
            return codec;
        }
        if (raw.isRecord()) {
            return record(shape, path);
        }
        if (raw.isInterface() && raw.isSealed()) {
            return sealed(shape, path);
        }
        return refuse(shape, path, XComRemedies.forClass(raw));
    }

    /** What javac infers for a body that returns sometimes this record and sometimes that. */
    private static boolean isOnlyAKind(Class<?> raw) {
        return raw == Record.class || raw == Enum.class || raw == Comparable.class || raw == java.io.Serializable.class;
    }

    private @Nullable Codec optional(Shape shape, String path) {
        Class<?> raw = shape.raw();
        if (raw == Optional.class) {
            return new OptionalCodec(raw, compile(shape.args().getFirst(), path));
        }
        if (raw == OptionalInt.class) {
            return new OptionalCodec(raw, Scalar.INT);
        }
        if (raw == OptionalLong.class) {
            return new OptionalCodec(raw, Scalar.LONG);
        }
        return raw == OptionalDouble.class ? new OptionalCodec(raw, Scalar.DOUBLE) : null;
    }

    /** Of a map, or an entry of one. */
    private Codec key(Shape shape, String path) {
        Shape keyShape = shape.args().get(0);
        return keyShape.equals(Shape.UNRESOLVED) || keyShape.raw().isEnum() || Scalar.of(keyShape.raw()) != null
                ? compile(keyShape, path + ".key")
                : refuse(
                        keyShape,
                        path + ".key",
                        "a key of a map must be a String, an enum, a number, a java.time type, a UUID or a URI; pass a"
                                + " List of a record instead");
    }

    private Codec record(Shape shape, String path) {
        LazyCodec lazy = new LazyCodec();
        named.put(shape, lazy);
        Class<?> raw = shape.raw();
        RecordComponent[] declared = raw.getRecordComponents();
        List<RecordCodec.Component> components = new ArrayList<>();
        for (RecordComponent component : declared) {
            Shape type = Shape.of(component.getGenericType(), shape.bindings());
            Codec codec = compile(type, path + "." + component.getName());
            Method accessor = component.getAccessor();
            components.add(new RecordCodec.Component(
                    component.getName(),
                    codec,
                    accessor,
                    type.raw().isPrimitive(),
                    isNullable(component),
                    said(component)));
        }
        try {
            Constructor<?> constructor = raw.getDeclaredConstructor(
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            components.forEach(component -> component.accessor().setAccessible(true));
            RecordCodec codec = new RecordCodec(raw, shape.simpleName(), constructor, components);
            lazy.become(codec);
            // Only what was compiled while this was open goes through the stand-in.
            named.put(shape, codec);
            return codec;
        } catch (InaccessibleObjectException e) {
            return refuse(
                    shape,
                    path,
                    "its module does not open the package " + raw.getPackageName() + "; add 'opens "
                            + raw.getPackageName() + ";' to the module-info");
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its canonical constructor: " + raw, e);
        }
    }

    private static JsonObject said(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        JsonObject.Builder said = JsonObject.builder();
        if (param == null) {
            return said.build();
        }
        if (!param.title().isEmpty()) {
            said.put("title", param.title());
        }
        if (!param.value().isEmpty()) {
            said.put("description", param.value());
        }
        if (param.min() != Double.NEGATIVE_INFINITY) {
            said.put("minimum", JsonSchemas.number(param.min()));
        }
        if (param.max() != Double.POSITIVE_INFINITY) {
            said.put("maximum", JsonSchemas.number(param.max()));
        }
        return said.build();
    }

    /** By simple name: authors use any library's {@code @Nullable}. */
    private static boolean isNullable(RecordComponent component) {
        return hasNullable(component) || hasNullable(component.getAnnotatedType());
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    }

    private Codec sealed(Shape shape, String path) {
        LazyCodec lazy = new LazyCodec();
        named.put(shape, lazy);
        List<SealedCodec.Variant> variants = new ArrayList<>();
        collectVariants(shape, path, variants);
        checkTags(shape, path, variants);
        Codec codec = new SealedCodec(shape.simpleName(), variants);
        lazy.become(codec);
        named.put(shape, codec);
        return codec;
    }

    private void collectVariants(Shape shape, String path, List<SealedCodec.Variant> variants) {
        for (Class<?> permitted : shape.raw().getPermittedSubclasses()) {
            boolean seen = variants.stream().anyMatch(variant -> variant.type() == permitted);
            Shape narrowed = shape.narrowedTo(permitted);
            if (permitted.isInterface() && permitted.isSealed()) {
                collectVariants(narrowed, path, variants);
            } else if (permitted.isRecord() || permitted.isEnum()) {
                if (!seen) {
                    variants.add(new SealedCodec.Variant(
                            SealedCodec.tag(permitted),
                            permitted,
                            compile(narrowed, path + "<" + permitted.getSimpleName() + ">")));
                }
            } else {
                refuse(
                        narrowed,
                        path,
                        "belongs to the sealed interface " + shape.simpleName()
                                + ", whose classes must all be records, enums or sealed interfaces of them");
            }
        }
    }

    private void checkTags(Shape shape, String path, List<SealedCodec.Variant> variants) {
        Map<String, Class<?>> taken = new HashMap<>();
        for (SealedCodec.Variant variant : variants) {
            Class<?> other = taken.putIfAbsent(variant.tag(), variant.type());
            if (other != null) {
                problems.add(new XComProblem(
                        XComProblem.Code.XCOM_TAG_INVALID,
                        path,
                        shape.fullName(),
                        "the classes " + other.getName() + " and "
                                + variant.type().getName() + " have the same tag '" + variant.tag()
                                + "'; give one another with @XComTag"));
            }
            if (!isTag(variant.tag())) {
                problems.add(new XComProblem(
                        XComProblem.Code.XCOM_TAG_INVALID,
                        path,
                        variant.type().getName(),
                        "the tag '" + variant.tag() + "' must be one or more letters, digits, '_', '-' or '.'"));
            }
        }
    }

    private static boolean isTag(String tag) {
        return !tag.isEmpty()
                && tag.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '$');
    }

    private Codec unknown(Shape shape, String path) {
        if (forUnknown != null) {
            return forUnknown;
        }
        problems.add(new XComProblem(
                XComProblem.Code.XCOM_TYPE_UNKNOWN,
                path,
                shape.equals(Shape.UNRESOLVED) ? "a type parameter" : shape.fullName(),
                "the type is not fully known here; state it with .returns(new TypeOf<…>() {}) or use a method reference"
                        + " whose return type says it"));
        return NONE;
    }

    private Codec refuse(Shape shape, String path, String problem) {
        problems.add(new XComProblem(XComProblem.Code.XCOM_TYPE_UNSUPPORTED, path, shape.fullName(), problem));
        return NONE;
    }
}
