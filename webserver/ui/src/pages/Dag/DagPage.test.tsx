import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { App } from "../../app/App.tsx";
import { NOW, show, someWorld } from "../../testing/show.tsx";

const DAG = "flight_delay_training";

describe("the page of a DAG", () => {
  test("the grid has a row for each task and group, and the state of each in each run that is seen", async () => {
    show(<App />, `/dags/${DAG}?runs=7`);

    const grid = within(await screen.findByTestId("run-grid"));
    const labels = grid.getAllByRole("rowheader").map(label => label.textContent);
    expect(labels.slice(0, 6)).toEqual([
      "wait_for_flights",
      "validate",
      "append_to_window",
      "features",
      "weather",
      "planes",
    ]);
    await waitFor(() => expect(grid.getAllByRole("link", { name: /^train, / })).toHaveLength(7));
    const newest = grid.getAllByRole("link", { name: /^Run scheduled__2013-03-01/ });
    expect(newest.map(bar => bar.dataset["state"])).toEqual(["running"]);
  });

  test("the grid reads all its runs with one list", async () => {
    const { asked } = show(<App />, `/dags/${DAG}?runs=7`);

    const grid = within(await screen.findByTestId("run-grid"));
    await waitFor(() => expect(grid.getAllByRole("link", { name: /^train, / })).toHaveLength(7));

    expect(asked.filter(each => each.includes("/taskInstances"))).toEqual([
      "POST /api/v2/dags/~/dagRuns/~/taskInstances/list",
    ]);
  });

  test("a closed group shows all its tasks as one", async () => {
    show(<App />, `/dags/${DAG}?runs=7`);
    const grid = within(await screen.findByTestId("run-grid"));
    await grid.findAllByRole("link", { name: /^weather, / });

    await userEvent.click(grid.getByRole("button", { name: "features", expanded: true }));

    expect(grid.queryAllByRole("link", { name: /^weather, / })).toHaveLength(0);
    expect(grid.getAllByRole("link", { name: /^features, / })).toHaveLength(7);
  });

  test("arrow keys move through the grid, from run to run and from task to task", async () => {
    show(<App />, `/dags/${DAG}?runs=7`);
    const grid = within(await screen.findByTestId("run-grid"));
    await grid.findAllByRole("link", { name: /^validate, / });
    const bars = grid.getAllByRole("link", { name: /^Run / });
    bars.at(-1)?.focus();

    fireEvent.keyDown(screen.getByTestId("run-grid"), { key: "ArrowDown" });
    fireEvent.keyDown(screen.getByTestId("run-grid"), { key: "ArrowDown" });
    fireEvent.keyDown(screen.getByTestId("run-grid"), { key: "ArrowLeft" });

    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^validate, .*2013-02-28/));
  });

  test("the graph shows the states of the run that is chosen", async () => {
    show(<App />, `/dags/${DAG}/graph`);
    await waitFor(() => expect(screen.getByTestId("node-train").dataset["state"]).toBe("none"));

    const run = screen.getByRole("combobox", { name: "Run" });
    const ended = within(run)
      .getAllByRole("option")
      .find(option => option.textContent?.includes("success"));
    await userEvent.selectOptions(run, ended ?? []);

    await waitFor(() => expect(screen.getByTestId("node-train").dataset["state"]).toBe("success"));
    expect(window.location.search).toContain("run=");
  });

  test("a run is triggered with the parameters of the form", async () => {
    const { world } = show(<App />, `/dags/${DAG}`);

    await userEvent.click(await screen.findByRole("button", { name: "Trigger" }));
    const days = await screen.findByRole("spinbutton", { name: /window_days/ });
    await userEvent.clear(days);
    await userEvent.type(days, "14");
    await userEvent.click(screen.getByText("Run id and note"));
    await userEvent.type(screen.getByRole("textbox", { name: "Run id" }), "a closer look");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Trigger" }));

    await screen.findByRole("heading", { name: "a closer look" });
    const run = world.runsOf(DAG).find(({ id }) => id === "a closer look");
    expect(run?.conf).toEqual({ window_days: 14, min_auc: 0.72, algorithm: "logistic", push: true });
  });

  test("a list has a row for each of its elements; Enter makes the next, and one can be taken out", async () => {
    const { world } = show(<App />, "/dags/shard_scoring");

    await userEvent.click(await screen.findByRole("button", { name: "Trigger" }));
    const first = await screen.findByRole("textbox", { name: "regions 1" });
    await userEvent.clear(first);
    await userEvent.type(first, "west{Enter}");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("regions 2");
    await userEvent.keyboard("north");
    await userEvent.click(screen.getByRole("button", { name: "Add to layers" }));
    await userEvent.keyboard("16");
    await userEvent.click(screen.getByRole("button", { name: "Remove layers 1" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Trigger" }));

    await screen.findByRole("heading", { name: /^manual__/ });
    const run = world.runsOf("shard_scoring").find(({ conf }) => "regions" in conf);
    expect(run?.conf).toEqual({ regions: ["west", "north", "east"], layers: [32, 16], weights: { auc: 1 } });
  });

  test("a configuration that is not JSON cannot be sent, and says why", async () => {
    show(<App />, "/dags/census_training");

    await userEvent.click(await screen.findByRole("button", { name: "Trigger" }));
    const conf = await screen.findByRole("textbox", { name: "Configuration as JSON" });
    fireEvent.change(conf, { target: { value: "[1]" } });

    expect((await screen.findByRole("alert")).textContent).toContain("must be a JSON object");
    expect(within(screen.getByRole("dialog")).getByRole("button", { name: "Trigger" })).toHaveProperty(
      "disabled",
      true,
    );
  });

  test("what the server refuses stays in the dialog, in its words", async () => {
    const { world } = show(<App />, "/dags/census_training");
    const taken = world.runsOf("census_training")[0]?.id ?? "";

    await userEvent.click(await screen.findByRole("button", { name: "Trigger" }));
    await userEvent.click(await screen.findByText("Run id and note"));
    await userEvent.type(screen.getByRole("textbox", { name: "Run id" }), taken);
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Trigger" }));

    expect((await screen.findByRole("alert")).textContent).toContain("exists already; leave the run id empty");
  });

  test("runs that wait do not push those that have begun out of sight", async () => {
    const world = someWorld();
    const dag = world.dag("tutorial");
    if (!dag) throw new Error("the mock has no tutorial");
    world.addRun(dag, { id: "begun", state: "success", start: NOW - 5_000, end: NOW });
    for (let day = 1; day <= 80; day++) {
      world.addRun(dag, { id: `later ${day}` });
    }
    show(<App />, "/dags/tutorial", world);

    const figures = await screen.findByRole("list", { name: "The runs shown" });
    expect(figures.textContent).toMatch(/5 queued/);
    expect(figures.textContent).toMatch(/7\d more wait/);
    expect(figures.textContent).toMatch(/1 success/);
  });

  test("the code of a DAG that came as a file is text, and of a jar it is said that there is none", async () => {
    const shown = show(<App />, "/dags/tutorial/code");
    await within(await screen.findByRole("region", { name: "Source" })).findByText(/<b>not bold<\/b>/);
    shown.unmount();

    show(<App />, "/dags/census_training/code");
    await screen.findByRole("heading", { name: "No source here" });
  });

  test("a DAG that does not exist is said not to", async () => {
    show(<App />, "/dags/nope");

    expect((await screen.findByRole("alert")).textContent).toContain("Dag with ID: 'nope' was not found");
  });
});
