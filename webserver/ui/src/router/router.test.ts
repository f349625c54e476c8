import { describe, expect, test } from "vitest";
import { paths } from "./paths.ts";
import { match } from "./router.ts";

describe("addresses", () => {
  const RUN = "manual__2026-01-01T00:00:00+00:00";

  test("of runs stay readable", () => {
    expect(paths.run("d", RUN)).toBe("/dags/d/runs/manual__2026-01-01T00:00:00+00:00");
    expect(paths.dag("d", "graph")).toBe("/dags/d/graph");
  });

  test("name element and try only where there are some", () => {
    const key = { dagId: "d", runId: "r", taskId: "g.t", mapIndex: -1 };

    expect(paths.instance(key)).toBe("/dags/d/runs/r/tasks/g.t");
    expect(paths.instance({ ...key, mapIndex: 3 }, "xcom", 2)).toBe("/dags/d/runs/r/tasks/g.t/xcom?map_index=3&try=2");
  });

  test.each(["plain", RUN, "50 % / of?that#", "日次 العربية", "a+b c"])("lead back to the id %s", id => {
    expect(match("/dags/:dagId/runs/:runId", paths.run("d", id))).toEqual({ dagId: "d", runId: id });
  });

  test("other addresses do not fit, a slash at the end and a stray percent sign do no harm", () => {
    expect(match("/dags/:dagId", "/dags/a/b")).toBeUndefined();
    expect(match("/dags/:dagId", "/runs/a")).toBeUndefined();
    expect(match("/dags/:dagId", "/dags/a/")).toEqual({ dagId: "a" });
    expect(match("/dags/:dagId", "/dags/%E0%A4%A")).toBeUndefined();
  });
});
