import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { EDGE_CASES, FLIGHTS, MAPPED } from "../../../dev/mock/dags.ts";
import type { World } from "../../../dev/mock/world.ts";
import { App } from "../../app/App.tsx";
import { paths } from "../../router/paths.ts";
import { show, someWorld } from "../../testing/show.tsx";
import { LostExecutions } from "./LostExecutions.tsx";

function firstRun(world: World, dagId: string, state: string) {
  const run = world.runsOf(dagId).find(each => each.state === state);
  if (!run) throw new Error(`the mock has no ${state} run of ${dagId}`);
  return run;
}

function showTask(taskId: string, { dagId = FLIGHTS.id, state = "success", tab = "log" as const, mapIndex = -1 } = {}) {
  const world = someWorld();
  const run = firstRun(world, dagId, state);
  return { ...show(<App />, paths.instance({ dagId, runId: run.id, taskId, mapIndex }, tab), world), run };
}

const lines = async () => within(await screen.findByRole("log", { name: "Lines of the log" }));

describe("the page of a task instance", () => {
  test("the log has its lines with levels, and search marks what it finds", async () => {
    showTask("validate");

    const log = await lines();
    const warning = log.getByText(/has no arr_delay; left out/, { selector: ".log-line:nth-child(14) *" });
    expect(warning.closest("[data-line]")?.className).toContain("log-warning");
    await userEvent.type(screen.getByRole("searchbox", { name: "Search in the log" }), "BATCH 2");

    await screen.findByText("1 of 9");
    expect([...document.querySelectorAll("mark")].every(mark => mark.textContent === "Batch 2")).toBe(true);
    await userEvent.keyboard("{Enter}");
    await screen.findByText("2 of 9");
  });

  test("marking shows what will be marked before it is done, and does just that", async () => {
    const { run } = showTask("validate");

    await userEvent.click(await screen.findByRole("button", { name: "Mark…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Mark validate" }));
    await userEvent.click(dialog.getByRole("radio", { name: "failed" }));
    await userEvent.click(await dialog.findByRole("button", { name: "Mark 1 task instance as failed" }));

    await screen.findByText("Marked 1 task instance as failed");
    expect(run.instances.find(row => row.task.id === "validate")?.state).toBe("failed");
  });

  test("the level hides what is less grave", async () => {
    showTask("validate");
    const log = await lines();

    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Least level" }), "Warnings and up");

    await waitFor(() => expect(log.queryByText(/Batch 1 /)).toBeNull());
    expect(document.querySelectorAll("[data-line]").length).toBeGreaterThan(0);
  });

  test("hostile log lines are text", async () => {
    const { container } = showTask("hostile_log", { dagId: EDGE_CASES.id });

    const log = await lines();
    expect(log.getAllByText(/<script>alert\('log'\)<\/script>/).length).toBeGreaterThan(0);
    expect(log.getAllByText("red")[0]?.className).toBe("ansi-red ansi-bold");
    expect(container.querySelectorAll("main script, main img, main a[href^=javascript]")).toHaveLength(0);
    expect(container.textContent).not.toContain("javascript:");
  });

  test("XComs show key and value, as text", async () => {
    const world = someWorld();
    const run = firstRun(world, EDGE_CASES.id, "success");
    const key = { dagId: EDGE_CASES.id, runId: run.id, taskId: "hostile_log", mapIndex: -1 };
    const { container } = show(<App />, paths.instance(key, "xcom"), world);

    const card = await screen.findByRole("region", { name: "XCom return_value" });
    await within(card).findByText('"<b>key</b>":');
    expect(container.querySelectorAll("main b, main img")).toHaveLength(0);
  });

  test("a task that waits says why, in the server's words", async () => {
    showTask("report", { state: "running" });

    const why = within(await screen.findByTestId("why-not-running"));
    await why.findByText("'none_failed_min_one_success' needs 'push', 'raise_alarm' to end first.");
    screen.getByText("There is no log before the first try.");
  });

  test("each try has its own log", async () => {
    const world = someWorld();
    const run = world
      .runsOf(FLIGHTS.id)
      .find(each => each.instances.some(({ task, earlier }) => task.id === "train" && earlier.length > 0));
    const key = { dagId: FLIGHTS.id, runId: run?.id ?? "", taskId: "train", mapIndex: -1 };
    const { asked } = show(<App />, paths.instance(key), world);

    const tries = within(await screen.findByRole("group", { name: "Try" }));
    await userEvent.click(tries.getByRole("button", { name: "Try 1" }));

    await waitFor(() => expect(asked.some(each => each.includes("/logs/1?"))).toBe(true));
    expect(window.location.search).toBe("?try=1");
    const log = await lines();
    await log.findByText(/the window holds no rows after filtering/);
    const why = within(screen.getByTestId("why-failed"));
    why.getByText(/^Try 1: failed/);
    why.getByText(/^IllegalStateException: train: .*Flights.java:212/);
  });

  test("an execution that was lost with its worker has a line", async () => {
    const world = someWorld();
    const run = firstRun(world, FLIGHTS.id, "success");
    const instance = run.instances.find(row => row.task.id === "validate");
    const { queued, start } = instance ?? {};
    if (!instance || typeof queued !== "number" || typeof start !== "number") throw new Error("validate did not run");
    const number = instance.tryNumber;
    instance.lost.push(
      {
        number,
        host: "worker-7",
        reason: "lost:host_lost",
        queued: queued - 9e4,
        start: start - 9e4,
        end: start - 4e4,
      },
      { number, host: "worker-8", reason: "lost:worker_lost", queued: queued - 1e4, start: null, end: queued },
    );
    show(<App />, paths.instance({ dagId: FLIGHTS.id, runId: run.id, taskId: "validate", mapIndex: -1 }), world);

    const lost = within(await screen.findByRole("list", { name: "Lost executions" })).getAllByRole("listitem");
    expect(lost.map(line => line.textContent?.replace(/(begun|queued) .*?(?=[,.] (after|That))/, "$1 T"))).toEqual([
      `Try ${number} was lost on worker-7 (host lost), begun T, after 50 s. That cost no retry.`,
      `Try ${number} was lost on worker-8 (worker lost), before it began, queued T. That cost no retry.`,
    ]);
  });

  test("two that were lost without a word of when they were queued are two lines", async () => {
    const complained = vi.spyOn(console, "error");
    const lost = { hostname: null, reason: "lost:worker_gone", queued_when: null, start_date: null, end_date: null };
    const attempt = { try_number: 1, lost_executions: [lost, lost] };

    render(<LostExecutions tries={[attempt]} />);

    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(complained).not.toHaveBeenCalled(); // React does, of keys that are equal
  });

  test("tries of which none was lost have no such line", async () => {
    showTask("validate");

    await lines();
    expect(screen.queryByRole("list", { name: "Lost executions" })).toBeNull();
  });

  test("one element of a mapped task has a page of its own", async () => {
    const { asked } = showTask("score", { dagId: MAPPED.id, mapIndex: 7 });

    await screen.findByRole("heading", { name: "score [part-7]" });
    await waitFor(() => expect(asked.some(each => /logs\/\d\?map_index=7/.test(each))).toBe(true));
  });

  test("a task that the run does not have is said to be missing", async () => {
    showTask("gone");

    expect((await screen.findByRole("alert")).textContent).toContain("This run has no instance of the task.");
  });
});
