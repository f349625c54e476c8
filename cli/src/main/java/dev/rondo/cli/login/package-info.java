/** {@code rondo login}, {@code logout} and {@code profiles}. Read {@link dev.rondo.cli.login.LoginCommand} first. */
@NullMarked
package dev.rondo.cli.login;

import org.jspecify.annotations.NullMarked;
