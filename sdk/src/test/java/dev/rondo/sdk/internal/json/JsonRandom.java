package dev.rondo.sdk.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes random JSON; the same seed always gives the same. */
final class JsonRandom {

    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1", "9007199254740993", "9223372036854775808", "1e308", "1E-400", "0.1", "-12.500", "1e+2"
    };

    private final Random random;
    private final boolean surrogates;

    JsonRandom(long seed) {
        this(seed, true);
    }

    private JsonRandom(long seed, boolean surrogates) {
        this.random = new Random(seed);
        this.surrogates = surrogates;
    }

    /** Without surrogates: libraries disagree about unpaired ones. */
    static JsonRandom withoutSurrogates(long seed) {
        return new JsonRandom(seed, false);
    }

    JsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> new JsonNumber(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> random.nextBoolean() ? JsonNumber.of(random.nextLong()) : JsonNumber.of(random.nextGaussian());
            case 4 -> new JsonString(text());
            case 5 -> {
                List<JsonValue> elements = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    elements.add(value(depth - 1));
                }
                yield JsonArray.of(elements);
            }
            default -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    members.put(text(), value(depth - 1));
                }
                yield JsonObject.of(members);
            }
        };
    }

    /** Any UTF-16: control characters, quotes, unpaired surrogates. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(surrogates ? 5 : 2)) {
                case 0 -> text.append((char) random.nextInt(0x80));
                case 1 -> text.append("\"\\/\n\u2028".charAt(random.nextInt(5)));
                case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> text.append((char) random.nextInt(0x10000));
            }
        }
        return text.toString();
    }

    /** The text with one place changed, left out, doubled or cut. */
    String damaged(String json) {
        int at = random.nextInt(json.length());
        return switch (random.nextInt(4)) {
            case 0 -> json.substring(0, at);
            case 1 -> json.substring(0, at) + json.substring(at + 1);
            case 2 -> json.substring(0, at) + json.charAt(at) + json.substring(at);
            default -> json.substring(0, at) + (char) random.nextInt(0x80) + json.substring(at + 1);
        };
    }
}
