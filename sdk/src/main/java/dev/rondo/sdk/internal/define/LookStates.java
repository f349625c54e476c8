package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.LookState;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonLimits;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.internal.xcom.XComTypeException;

/** Encodes and decodes what one look leaves for the next. */
public final class LookStates {

    /** It travels with every dispatch and lies in the row of the task instance: a name of a job, not its data. */
    static final int MAX_CHARS = 16 << 10;

    private LookStates() {}

    /**
     * Encodes a state.
     *
     * @throws IllegalArgumentException when the value cannot be encoded or is too large
     */
    public static LookState of(int version, Object state) {
        try {
            String json = XComType.of(state.getClass()).encode(state, JsonLimits.DEFAULT.withMaxChars(MAX_CHARS));
            return new LookState(version, json);
        } catch (XComException | XComTypeException e) {
            throw new IllegalArgumentException("the state for the next look cannot be kept: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a state.
     *
     * @throws IllegalArgumentException when it is not of that type
     */
    public static <S> S decode(LookState state, Class<S> type) {
        try {
            Object value = XComType.of(type).decode(state.json());
            if (value != null) {
                return type.cast(value);
            }
        } catch (XComException | XComTypeException e) {
            throw new IllegalArgumentException(
                    "the state of version " + state.version() + " is no " + type.getName() + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the state of version " + state.version() + " is null");
    }

    /** State and version in one text, as it is stored between two looks. */
    public static String toText(LookState state) {
        return JsonObject.builder()
                .put("version", state.version())
                .put("state", JsonValue.parse(state.json()))
                .build()
                .toJson();
    }

    /**
     * Reads {@link #toText}.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static LookState ofText(String text) {
        try {
            if (JsonValue.parse(text) instanceof JsonObject object
                    && object.get("version") instanceof JsonNumber version) {
                return new LookState(version.toInt(), object.require("state").toJson());
            }
        } catch (JsonException | ArithmeticException e) {
            throw new IllegalArgumentException("the state of the last look cannot be read: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the state of the last look has no version");
    }
}
