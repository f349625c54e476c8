import { describe, expect, test } from "vitest";
import type { ImportProblemResponse } from "../../api/ours.ts";
import { importProblem as problemOf } from "./importProblem.ts";

function importProblem(filename: string, stack_trace: string, more: Partial<ImportProblemResponse> = {}) {
  return problemOf({ import_error_id: 1, timestamp: "", bundle_name: null, filename, stack_trace, ...more });
}

describe("what is told of an import error", () => {
  test("the compiler's first message, with file and line", () => {
    const output = "/home/ann/.rondo/dags/Fraud.java:31: error: cannot find symbol\n    foo\n    ^\n1 error";

    expect(importProblem("/home/ann/.rondo/dags/Fraud.java", output)).toEqual({
      message: "cannot find symbol",
      place: "Fraud.java:31",
    });
  });

  test("an exception's message, with the innermost line of the user's own code in its deepest cause", () => {
    const trace = [
      "java.lang.ExceptionInInitializerError: static initialiser of com.example.Churn",
      "\tat dev.rondo.runtime.Parser.load(Parser.java:40)",
      "\tat com.example.Main.go(Main.java:3)",
      "Caused by: java.lang.NullPointerException: url",
      "\tat java.base/java.util.Objects.requireNonNull(Objects.java:259)",
      "\tat com.example.Config.<clinit>(Config.java:12)",
      "\tat com.example.Churn.<clinit>(Churn.java:8)",
    ].join("\n");

    expect(importProblem("churn.jar", trace)).toEqual({
      message: "java.lang.ExceptionInInitializerError: static initialiser of com.example.Churn",
      place: "Config.java:12",
    });
  });

  test("a message without a trace has no place", () => {
    expect(importProblem("x.jar", "JAR_TRUNCATED: x.jar ends after 512 of 9000 bytes; copy it again")).toEqual({
      message: "JAR_TRUNCATED: x.jar ends after 512 of 9000 bytes; copy it again",
      place: undefined,
    });
  });

  test("nothing at all still gives a sentence", () => {
    expect(importProblem("x.jar", "").message).toBe("x.jar cannot be loaded; the server does not say why.");
  });

  test("what the server says apart from the stack comes first", () => {
    const more = { code: "DAG_HAS_CYCLE", message: "a → b → a", line: 12 };

    expect(importProblem("/dags/Fraud.java", "other words", more)).toEqual({
      message: "DAG_HAS_CYCLE: a → b → a",
      place: "Fraud.java:12",
    });
  });
});
