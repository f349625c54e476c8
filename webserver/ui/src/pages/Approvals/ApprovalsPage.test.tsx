import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { RELEASE } from "../../../dev/mock/dags.ts";
import type { World } from "../../../dev/mock/world.ts";
import { App } from "../../app/App.tsx";
import { paths } from "../../router/paths.ts";
import { show, someWorld } from "../../testing/show.tsx";

const TASK = "may_it_go_out";

function waiting(world: World) {
  const run = world.runsOf(RELEASE.id).find(({ state }) => state === "running");
  const row = run?.instances.find(({ task }) => task.id === TASK);
  if (!run || !row) throw new Error("nothing waits in the mock");
  return { run, row, at: paths.instance({ dagId: RELEASE.id, runId: run.id, taskId: TASK, mapIndex: -1 }) };
}

describe("approvals", () => {
  test("what waits is counted on every page, listed, and leads to its form", async () => {
    const world = someWorld();
    const { run } = waiting(world);
    show(<App />, "/", world);

    await userEvent.click(await screen.findByRole("link", { name: "Approvals: 1 waiting" }));
    const row = within(await screen.findByTestId(`approval-${RELEASE.id}-${TASK}`));
    row.getByText("Look at the report before you answer.");
    await userEvent.click(row.getByRole("link", { name: TASK }));

    await screen.findByRole("region", { name: /^Waits for an answer/ });
    expect(decodeURIComponent(window.location.pathname)).toContain(run.id);
  });

  test("the run says what it waits for", async () => {
    const world = someWorld();
    show(<App />, paths.run(RELEASE.id, waiting(world).run.id), world);

    const note = within(await screen.findByTestId("waits-for-answer"));
    expect(note.getByRole("link", { name: TASK }).getAttribute("href")).toContain(`/tasks/${TASK}`);
  });

  test("an answer carries the form's fields, and is then shown with who gave it", async () => {
    const world = someWorld();
    const { row, at } = waiting(world);
    show(<App />, at, world);

    const form = within(await screen.findByRole("region", { name: /^Waits for an answer/ }));
    await userEvent.click(form.getByRole("checkbox", { name: "push" }));
    await userEvent.type(form.getByRole("textbox", { name: /^why/ }), "it is better");
    await userEvent.click(form.getByRole("button", { name: "Add to regions" }));
    await userEvent.selectOptions(form.getByRole("combobox", { name: "regions 1" }), "east");
    await userEvent.click(form.getByRole("button", { name: "Approve" }));

    const given = await screen.findByRole("region", { name: "Answer" });
    expect(given.textContent).toMatch(/Approve by admin/);
    expect(row.answer).toMatchObject({
      option: "Approve",
      input: { push: true, why: "it is better", regions: ["east"] },
    });
    await waitFor(() => expect(screen.queryByRole("link", { name: "Approvals: 1 waiting" })).toBeNull());
  });

  test("a rejection needs nothing filled in, and what may be missing is sent as missing", async () => {
    const world = someWorld();
    const { row, at } = waiting(world);
    show(<App />, at, world);

    await userEvent.click(await screen.findByRole("button", { name: "Reject" }));

    await screen.findByRole("region", { name: "Answer" });
    expect(row.answer).toMatchObject({ option: "Reject", input: { push: false, why: null, regions: [] } });
  });

  test("who comes too late reads what the server says, and the answer that was quicker", async () => {
    const world = someWorld();
    const { row, at } = waiting(world);
    show(<App />, at, world);
    await screen.findByRole("button", { name: "Approve" });
    Object.assign(row, { state: "failed", end: world.now() });

    await userEvent.click(screen.getByRole("button", { name: "Approve" }));

    await waitFor(() => expect(screen.queryByRole("button", { name: "Approve" })).toBeNull());
    expect((await screen.findByRole("status", { name: "Messages" })).textContent).toContain("it has one already");
  });

  test("an answer that is not JSON cannot be sent", async () => {
    const world = someWorld();
    const { at } = waiting(world);
    show(<App />, at, world);

    await userEvent.click(await screen.findByText("Answer as JSON"));
    await userEvent.type(screen.getByRole("textbox", { name: "Answer as JSON" }), "oops");

    expect(screen.getByRole("button", { name: "Approve" })).toHaveProperty("disabled", true);
  });

  test("who may only read the DAG reads the question and has no form", async () => {
    const world = someWorld();
    const { at } = waiting(world);
    for (const dag of world.dags) dag.callerRole = "viewer";
    show(<App />, at, world);

    const panel = within(await screen.findByRole("region", { name: /^Waits for an answer/ }));
    panel.getByText("Look at the report before you answer.");
    await panel.findByText(/^Whoever may run this DAG can answer/);

    expect(panel.queryByRole("button")).toBeNull();
    expect(panel.queryByRole("checkbox")).toBeNull();
  });

  test("where nothing waits, it is said how something would", async () => {
    const world = someWorld();
    waiting(world).row.state = "success";
    show(<App />, "/approvals", world);

    await screen.findByRole("heading", { name: "Nothing waits for an answer" });
  });
});
