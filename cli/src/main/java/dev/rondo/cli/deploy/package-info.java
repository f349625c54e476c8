/** {@code rondo dags deploy}. Read {@link dev.rondo.cli.deploy.DeployCommand} first. */
@NullMarked
package dev.rondo.cli.deploy;

import org.jspecify.annotations.NullMarked;
