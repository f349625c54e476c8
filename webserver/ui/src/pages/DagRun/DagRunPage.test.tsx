import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { mesh, someDags } from "../../../dev/mock/dags.ts";
import { World } from "../../../dev/mock/world.ts";
import { App } from "../../app/App.tsx";
import { paths } from "../../router/paths.ts";
import { NOW, show, someWorld } from "../../testing/show.tsx";

const DAG = "flight_delay_training";

function failedRun(world: World) {
  const run = world.runsOf(DAG).find(({ state }) => state === "failed");
  if (!run) throw new Error("the mock has no failed run");
  return run;
}

describe("the page of a run", () => {
  test("lists its task instances in the order in which they run, with state and tries", async () => {
    const world = someWorld();
    const run = failedRun(world);
    show(<App />, paths.run(DAG, run.id), world);

    const table = within(await screen.findByRole("table", { name: "Task instances" }));
    const ids = table
      .getAllByRole("row")
      .slice(1)
      .map(row => row.dataset["testid"]);
    expect(ids[0]).toBe("instance-wait_for_flights");
    expect(ids.at(-1)).toBe("instance-report");
    const failed = run.instances.find(({ state }) => state === "failed");
    const row = within(table.getByTestId(`instance-${failed?.task.id}`));
    expect(row.getByText("failed").dataset["state"]).toBe("failed");
  });

  test("of many tasks only those in one state, or with a part of a name, can be shown", async () => {
    const world = new World(() => NOW, [...someDags(), mesh()], []);
    const run = world.runsOf("feature_mesh").find(({ state }) => state === "success");
    const unlucky = run?.instances[5];
    if (!run || !unlucky) throw new Error("the mock has no successful run of feature_mesh");
    unlucky.state = "failed";
    show(<App />, paths.run("feature_mesh", run.id), world);
    const table = await screen.findByRole("table", { name: "Task instances" });
    expect(within(table).getAllByRole("row")).toHaveLength(34);

    const states = within(screen.getByRole("group", { name: "State" }));
    await userEvent.click(states.getByRole("button", { name: "1 failed" }));
    expect(within(table).getAllByRole("row")).toHaveLength(2);
    await userEvent.click(states.getByRole("button", { name: "All 33" }));
    await userEvent.type(screen.getByRole("searchbox", { name: "Search tasks" }), "L5_");

    expect(within(table).getAllByRole("row")).toHaveLength(3);
  });

  test("a mapped task is one line with its counts, which leads to its instances", async () => {
    const world = someWorld();
    const run = world.runsOf("shard_scoring").find(({ state }) => state === "success");
    show(<App />, paths.run("shard_scoring", run?.id ?? ""), world);

    const row = within(await screen.findByTestId("instance-score"));
    row.getByText("× 200");
    row.getByRole("img", { name: "200 success" });
    await userEvent.click(row.getByRole("link", { name: "score" }));

    const table = await screen.findByRole("table", { name: "Instances of score" });
    expect(table.getAttribute("aria-rowcount")).toBe("201");
    within(table).getByRole("link", { name: "part-0" });
  });

  test("clearing shows what will run again before it is done, and does just that", async () => {
    const world = someWorld();
    const run = failedRun(world);
    const failed = run.instances.filter(({ state }) => state === "failed" || state === "upstream_failed");
    show(<App />, paths.run(DAG, run.id), world);

    await userEvent.click(await screen.findByRole("button", { name: "Clear…" }));
    await screen.findByRole("button", { name: `Clear ${run.instances.length} task instances` });
    expect(run.state).toBe("failed");
    await userEvent.click(screen.getByRole("checkbox", { name: /^Only failed/ }));
    const affected = within(screen.getByTestId("affected"));
    const confirm = await screen.findByRole("button", { name: `Clear ${failed.length} task instances` });
    expect(affected.getAllByRole("listitem")).toHaveLength(failed.length);
    await userEvent.click(confirm);

    await waitFor(() => expect(failed.every(({ state }) => state === null)).toBe(true));
    expect(run.instances.filter(({ state }) => state === "success").length).toBe(run.instances.length - failed.length);
    await screen.findByText(`Cleared ${failed.length} task instances`);
  });

  test("a run of an older version may be cleared with the newest", async () => {
    const world = someWorld();
    const old = world.runsOf(DAG).find(({ version, state }) => version === 2 && state === "success");
    show(<App />, paths.run(DAG, old?.id ?? ""), world);

    await userEvent.click(await screen.findByRole("button", { name: "Clear…" }));

    await screen.findByRole("checkbox", { name: /With the newest version.*version 2, the newest is 3/ });
  });

  test("a run is marked by hand", async () => {
    const world = someWorld();
    const run = failedRun(world);
    show(<App />, paths.run(DAG, run.id), world);

    const changed = run.instances.filter(({ state }) => state !== "success");
    await userEvent.click(await screen.findByRole("button", { name: "Mark…" }));
    const list = within(await screen.findByRole("region", { name: "What is affected" }));
    expect(list.getAllByRole("listitem")).toHaveLength(changed.length);
    list.getByText(changed[0]?.task.id ?? "");
    await userEvent.click(screen.getByRole("button", { name: "Mark as success" }));

    await screen.findByText(`Marked ${run.id} as success`);
    expect(run.state).toBe("success");
  });

  test("a run is not marked before what changes is listed", async () => {
    const world = someWorld();
    const run = failedRun(world);
    const releases: Array<() => void> = [];
    const listed = new Promise<void>(resolve => {
      releases.push(resolve);
    });
    const { asked } = show(<App />, paths.run(DAG, run.id), world, question =>
      question.endsWith("/dry_run") ? listed : undefined,
    );

    await userEvent.click(await screen.findByRole("button", { name: "Mark…" }));
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Mark as success" });
    expect(button.disabled).toBe(true);
    const form = button.closest("form");
    if (!form) throw new Error("the dialog has no form");
    fireEvent.submit(form); // Enter
    expect(asked.filter(question => question.startsWith("PATCH") && !question.endsWith("/dry_run"))).toEqual([]);
    releases[0]?.();

    await screen.findByRole("region", { name: "What is affected" });
    expect(button.disabled).toBe(false);
    expect(run.state).toBe("failed");
  });

  test("steps lead to the same view of the run before and the one after", async () => {
    const world = someWorld();
    const [newest, second] = world.runsOf(DAG);
    show(<App />, paths.run(DAG, newest?.id ?? "", "details"), world);

    await userEvent.click(await screen.findByRole("link", { name: "Earlier run" }));
    await screen.findByRole("heading", { name: second?.id ?? "" });
    expect(window.location.pathname).toBe(paths.run(DAG, second?.id ?? "", "details"));

    await userEvent.keyboard("]");
    await screen.findByRole("heading", { name: newest?.id ?? "" });
    expect(screen.queryByRole("link", { name: "Later run" })).toBeNull();
  });

  test("run ids with blanks, slashes and percent signs are run ids", async () => {
    const world = someWorld();
    const dag = world.dag("tutorial");
    if (!dag) throw new Error("the mock has no tutorial");
    world.addRun(dag, { id: "50 % / of+all:that" });
    show(<App />, paths.run("tutorial", "50 % / of+all:that"), world);

    await screen.findByRole("heading", { name: "50 % / of+all:that" });
  });
});
