import { describe, expect, test } from "vitest";
import { Http } from "./http.ts";
import { instancesOfRun } from "./instances.ts";
import type { TaskInstancesBatchBody } from "./types.ts";

const LARGEST_PAGE = 100;

/** A server whose runs have so many task instances each; it gives at most 100 rows at once. */
function serverOf(tasks: number, refuse = false) {
  const asked: TaskInstancesBatchBody[] = [];
  const fetch = async (_: string, init?: RequestInit) => {
    const body = JSON.parse(String(init?.body)) as TaskInstancesBatchBody;
    asked.push(body);
    if (init?.signal?.aborted) throw new Error("given up");
    if (refuse) return new Response('{"detail":"not now"}', { status: 503 });
    const rows = (body.dag_run_ids ?? []).flatMap(dag_run_id =>
      Array.from({ length: tasks }, (_, i) => ({ dag_run_id, task_id: `t${i}` })),
    );
    const offset = body.page_offset ?? 0;
    const task_instances = rows.slice(offset, offset + LARGEST_PAGE);
    return new Response(JSON.stringify({ task_instances, total_entries: rows.length }));
  };
  return { asked, http: new Http(fetch, { current: () => undefined, expired: () => {} }) };
}

const live = () => new AbortController().signal;
const runs = Array.from({ length: 60 }, (_, i) => `run ${i}`);

describe("task instances of many runs", () => {
  test("are one list for runs that are wanted at the same moment, and each gets its own", async () => {
    const { http, asked } = serverOf(1);

    const answers = await Promise.all(runs.map(runId => instancesOfRun("d", runId)(http, undefined, live())));

    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ dag_ids: ["d"], dag_run_ids: runs });
    expect(answers.map(({ data }) => data.map(row => row.dag_run_id))).toEqual(runs.map(runId => [runId]));
  });

  test("are read to the last page", async () => {
    const { http, asked } = serverOf(8);

    const answers = await Promise.all(runs.map(runId => instancesOfRun("d", runId)(http, undefined, live())));

    expect(answers.map(({ data }) => data.length)).toEqual(runs.map(() => 8));
    expect(asked.map(({ page_offset }) => page_offset)).toEqual([0, 100, 200, 300, 400]);
  });

  test("of two DAGs are two lists", async () => {
    const { http, asked } = serverOf(1);

    await Promise.all(["d", "e"].map(dagId => instancesOfRun(dagId, "r")(http, undefined, live())));

    expect(asked.map(({ dag_ids }) => dag_ids)).toEqual([["d"], ["e"]]);
  });

  test("that have not changed are the very same object", async () => {
    const { http } = serverOf(3);
    const load = instancesOfRun("d", "r");

    const first = await load(http, undefined, live());

    expect(await load(http, first, live())).toBe(first);
  });

  test("are not asked for when nobody waits any more, and one that leaves takes nothing from the others", async () => {
    const { http, asked } = serverOf(1);
    const gone = new AbortController();
    gone.abort(new Error("gone"));

    await expect(instancesOfRun("d", "r")(http, undefined, gone.signal)).rejects.toThrow("gone");
    expect(asked).toHaveLength(0);
    const [left, stayed] = await Promise.allSettled([
      instancesOfRun("d", "left")(http, undefined, gone.signal),
      instancesOfRun("d", "stayed")(http, undefined, live()),
    ]);

    expect(left.status).toBe("rejected");
    expect(stayed).toMatchObject({ status: "fulfilled", value: { data: [{ dag_run_id: "stayed" }] } });
    expect(asked.map(({ dag_run_ids }) => dag_run_ids)).toEqual([["stayed"]]);
  });

  test("fail for each who waits, with what the server said", async () => {
    const { http } = serverOf(1, true);

    const answers = await Promise.allSettled(runs.map(runId => instancesOfRun("d", runId)(http, undefined, live())));

    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    expect(answers[0]).toMatchObject({ reason: { status: 503, message: "not now" } });
  });
});
