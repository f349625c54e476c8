/**
 * Templates in the texts of operators and {@code ctx.render}: the expressions, filters and macros that Airflow's users
 * write, over a closed set of values. Nothing of a Java object can be reached from a template. Read
 * {@link dev.rondo.sdk.internal.template.Template} first, then
 * {@link dev.rondo.sdk.internal.template.TemplateVariables}.
 */
@NullMarked
package dev.rondo.sdk.internal.template;

import org.jspecify.annotations.NullMarked;
