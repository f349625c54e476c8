import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { App } from "../app/App.tsx";
import { show, someWorld } from "../testing/show.tsx";
import { mayRun } from "./rights.ts";

const DAG = "flight_delay_training";

/** A world in which the reader has that role for every DAG. */
function worldFor(role: string) {
  const world = someWorld();
  for (const dag of world.dags) dag.callerRole = role;
  return world;
}

describe("what the page offers", () => {
  test.each([
    ["none", false],
    ["viewer", false],
    ["user", true],
    ["op", true],
    ["admin", true],
  ])("%s may run a DAG: %s", (caller_role, may) => {
    expect(mayRun({ caller_role } as unknown as Parameters<typeof mayRun>[0])).toBe(may);
  });

  test("all, where the server does not say", () => {
    expect(mayRun(undefined)).toBe(true);
  });

  test("who may only read a DAG can neither trigger nor pause it", async () => {
    show(<App />, `/dags/${DAG}`, worldFor("viewer"));

    await screen.findByRole("heading", { name: DAG });

    expect(screen.queryByRole("button", { name: "Trigger" })).toBeNull();
    expect(screen.getByRole("switch")).toHaveProperty("disabled", true);
  });

  test("who may run it can", async () => {
    show(<App />, `/dags/${DAG}`, worldFor("user"));

    expect(await screen.findByRole("button", { name: "Trigger" })).toBeDefined();
    expect(screen.getByRole("switch")).toHaveProperty("disabled", false);
  });
});
