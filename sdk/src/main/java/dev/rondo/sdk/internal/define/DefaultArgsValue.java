package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.DefaultArgs;

/** Default arguments: a set of options with the author's verbs. */
public final class DefaultArgsValue extends OptionsHandle<DefaultArgs> implements DefaultArgs {

    /** Says nothing. */
    public static final DefaultArgsValue NONE = new DefaultArgsValue(OptionSet.NONE);

    private final OptionSet options;

    private DefaultArgsValue(OptionSet options) {
        this.options = options;
    }

    /** What they say. */
    public static OptionSet optionsOf(DefaultArgs args) {
        return ((DefaultArgsValue) args).options;
    }

    @Override
    DefaultArgs with(Option option, Object value) {
        return new DefaultArgsValue(options.with(option, value));
    }

    @Override
    public DefaultArgs pool(String name, int slots) {
        return pool(name).poolSlots(slots);
    }

    @Override
    public DefaultArgs with(DefaultArgs over) {
        return new DefaultArgsValue(options.with(optionsOf(over)));
    }
}
