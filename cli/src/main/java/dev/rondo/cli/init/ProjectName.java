package dev.rondo.cli.init;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a new project is called.
 *
 * @param name such as {@code census-training}: of the folder, the Maven artifact and the jar
 * @param javaPackage such as {@code com.example.census}
 */
record ProjectName(String name, String javaPackage) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*");

    // As long as the name of a DAG may be, with room for what is put after it.
    private static final int LONGEST = 200;

    /** What is wrong, with the mend; empty: nothing. */
    Optional<String> problem() {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            return Optional.of("'" + name + "' is no name for a project: use letters and digits, with single - or _"
                    + " between them, beginning with a letter, such as census-training");
        }
        if (SourceVersion.isKeyword(className()) || className().equals("Dag")) {
            return Optional.of(
                    "'" + name + "' would make a class " + className() + ", which clashes; use another name");
        }
        if (!SourceVersion.isName(javaPackage)) {
            return Optional.of(
                    "'" + javaPackage + "' is no name for a Java package; write one such as com.example.census");
        }
        if (javaPackage.equals("dev.rondo")
                || javaPackage.startsWith("dev.rondo.")
                || javaPackage.startsWith("java.")) {
            return Optional.of("package '" + javaPackage + "' is not yours: classes of it always come from the"
                    + " installation; use another one");
        }
        return Optional.empty();
    }

    /** {@code CensusTraining}. */
    String className() {
        return Arrays.stream(name.split("[_-]"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** {@code census_training}. */
    String dagId() {
        return name.replace('-', '_').toLowerCase(Locale.ROOT);
    }

    /** {@code com/example/census}. */
    String packagePath() {
        return javaPackage.replace('.', '/');
    }
}
