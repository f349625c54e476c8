package dev.rondo.sdk;

/** What a task says it updates or reads: an {@link Asset}, or an {@link AssetAlias} whose assets come at run time. */
public sealed interface AssetRef extends AssetExpression permits Asset, AssetAlias {

    /** Unique among the assets, or among the aliases, of an installation. */
    String name();

    /** What it belongs to, for lists. */
    String group();
}
