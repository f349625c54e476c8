package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assets, aliases and expressions of them. */
public final class AssetJson {

    private static final String KIND = "kind";
    private static final String ASSET = "asset";
    private static final String GROUP = "group";
    private static final String NO_EXTRA = "{}";
    private static final int MAX_DEPTH = 20;

    private static final XComType EXTRA = XComType.of(new TypeOf<Map<String, Object>>() {}.type());

    private AssetJson() {}

    /** An expression. */
    public static JsonObject write(AssetExpression expression) {
        var out = new ObjectWriter();
        return switch (expression) {
            case Asset asset ->
                out.text(KIND, ASSET)
                        .text("name", asset.name())
                        .text("uri", asset.uri().equals(asset.name()) ? null : asset.uri())
                        .text(GROUP, asset.group().equals(ASSET) ? null : asset.group())
                        .text("extra", asset.extraJson().equals(NO_EXTRA) ? null : asset.extraJson())
                        .done();
            case AssetAlias alias ->
                out.text(KIND, "alias")
                        .text("name", alias.name())
                        .text(GROUP, alias.group().equals(ASSET) ? null : alias.group())
                        .done();
            case AssetExpression.All all ->
                out.text(KIND, "all")
                        .list("operands", all.operands(), AssetJson::write)
                        .done();
            case AssetExpression.Any any ->
                out.text(KIND, "any")
                        .list("operands", any.operands(), AssetJson::write)
                        .done();
        };
    }

    /** An expression that was written. */
    public static AssetExpression read(JsonObject json) {
        return read(new ObjectReader(json, "the expression of assets"));
    }

    static AssetExpression read(ObjectReader in) {
        return switch (in.text(KIND)) {
            case "all" -> new AssetExpression.All(in.objects("operands", AssetJson::read));
            case "any" -> new AssetExpression.Any(in.objects("operands", AssetJson::read));
            default -> ref(in);
        };
    }

    static AssetRef ref(ObjectReader in) {
        String kind = in.text(KIND);
        String name = in.text("name");
        String group = orElse(in.findText(GROUP), ASSET);
        return switch (kind) {
            case ASSET ->
                new Asset(name, orElse(in.findText("uri"), name), group, orElse(in.findText("extra"), NO_EXTRA));
            case "alias" -> new AssetAlias(name, group);
            default ->
                throw new IllegalArgumentException(
                        "in a stored graph, an asset is of the kind '" + kind + "', which this version does not know");
        };
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /**
     * What is said of an asset or an update, as a JSON object; equal maps give equal texts.
     *
     * @throws IllegalArgumentException when a value cannot be kept
     */
    public static String extra(Map<String, Object> extra) {
        return plain(extra, 0).toCanonicalJson();
    }

    /** Without the tags that a value between tasks has: whoever reads it through the API finds plain JSON. */
    private static JsonValue plain(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "what is said of an asset is nested deeper than " + MAX_DEPTH + " levels, or contains itself");
        }
        return switch (value) {
            case null -> JsonNull.NULL;
            case String text -> new JsonString(text);
            case Boolean flag -> JsonBoolean.of(flag);
            case Integer number -> JsonNumber.of(number.longValue());
            case Long number -> JsonNumber.of(number);
            case Double number when Double.isFinite(number) -> JsonNumber.of(number.doubleValue());
            case Map<?, ?> map -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                map.forEach((key, each) -> members.put(String.valueOf(key), plain(each, depth + 1)));
                yield JsonObject.of(members);
            }
            case Collection<?> list ->
                JsonArray.of(list.stream().map(each -> plain(each, depth + 1)).toList());
            default ->
                throw new IllegalArgumentException("what is said of an asset cannot be kept: "
                        + value.getClass().getName() + " '" + value
                        + "'; use texts, whole and finite numbers, booleans, lists and maps");
        };
    }

    /** What was said of an asset or an update. */
    @SuppressWarnings("unchecked") // decoded as exactly this type
    public static Map<String, Object> extra(String json) {
        Map<String, Object> extra = (Map<String, Object>) EXTRA.decode(json);
        return extra == null ? Map.of() : extra;
    }
}
