/** Pools, variables and connections. Read {@link dev.rondo.cli.settings.SettingFile} first. */
@NullMarked
package dev.rondo.cli.settings;

import org.jspecify.annotations.NullMarked;
