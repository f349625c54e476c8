import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { App } from "../../app/App.tsx";
import { show, someWorld } from "../../testing/show.tsx";

const PATH = "/connections";

describe("connections", () => {
  test("are reached from every page, listed, and tested by a worker one by one", async () => {
    const { asked } = show(<App />);

    await userEvent.click(await screen.findByRole("link", { name: "Connections" }));
    const web = within(await screen.findByTestId("connection-web"));
    const down = within(screen.getByTestId("connection-down"));
    await userEvent.click(await web.findByRole("button", { name: "Test web" }));
    await userEvent.click(down.getByRole("button", { name: "Test down" }));

    expect((await web.findByRole("status")).textContent).toBe("works: GET web.example.com was answered with 200");
    expect((await down.findByRole("status")).textContent).toBe("does not work: down.example.com cannot be reached");
    expect(asked.filter(each => each === "POST /api/v2/connections/test")).toHaveLength(2);
  });

  test("what could not be tested is told with the server's words", async () => {
    show(<App />, PATH);

    await userEvent.click(await screen.findByRole("button", { name: "Test nowhere" }));

    expect((await screen.findByRole("alert")).textContent).toContain("no worker of queue 'default' is connected");
  });

  test("where tests are turned off the button says so, and where they are hidden there is none", async () => {
    const world = someWorld();
    world.connectionTesting = "disabled";
    const { unmount } = show(<App />, PATH, world);

    const button = await screen.findByRole("button", { name: "Test web" });
    expect(button).toHaveProperty("disabled", true);
    expect(button.title).toContain("RONDO_TEST_CONNECTION");
    unmount();

    world.connectionTesting = "hidden";
    show(<App />, PATH, world);
    await screen.findByTestId("connection-web");
    expect(screen.queryByRole("button", { name: "Test web" })).toBeNull();
  });
});
