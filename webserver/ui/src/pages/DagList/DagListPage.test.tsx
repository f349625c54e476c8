import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { World } from "../../../dev/mock/world.ts";
import { NOW, show } from "../../testing/show.tsx";
import { DagListPage } from "./DagListPage.tsx";

const HOSTILE = "edge_cases_with_a_very_long_name_that_goes_on_and_on_and_does_not_stop_before_the_line_is_full";

describe("the list of DAGs", () => {
  test("shows schedule, next run and the latest runs with their states, oldest first", async () => {
    show(<DagListPage />, "/?search=shard");

    const row = within(await screen.findByTestId("dag-shard_scoring"));
    row.getByText("@hourly");
    row.getByText("Every hour");
    const strip = within(await row.findByRole("group", { name: "Latest runs of shard_scoring" }));
    const states = (await strip.findAllByRole("link")).map(link => link.dataset["state"]);
    expect(states).toHaveLength(14);
    expect(states.at(-1)).toBe("running");
  });

  test("searching asks the server, narrows the list and is part of the address", async () => {
    const { asked } = show(<DagListPage />);
    await screen.findByTestId("dag-census_training");

    await userEvent.type(screen.getByRole("searchbox", { name: "Search DAGs" }), "flight");

    await waitFor(() => expect(screen.queryByTestId("dag-census_training")).toBeNull());
    screen.getByTestId("dag-flight_delay_training");
    expect(window.location.search).toBe("?search=flight");
    expect(asked.some(each => each.includes("dag_id_pattern=flight"))).toBe(true);
  });

  test("the switch unpauses, and the server has the last word", async () => {
    const { world } = show(<DagListPage />, "/?search=tutorial");

    await userEvent.click(await screen.findByRole("switch", { name: "Unpause tutorial" }));

    await screen.findByRole("switch", { name: "Pause tutorial" });
    expect(world.dag("tutorial")?.isPaused).toBe(false);
  });

  test("files that cannot be loaded show place and message at once, and the stack on demand", async () => {
    show(<DagListPage />);

    const banner = within(await screen.findByTestId("import-errors"));
    banner.getByText("2 files cannot be loaded");
    banner.getByText("FraudTraining.java:31");
    banner.getByText("COMPILE_ERROR: cannot find symbol: variable rowz in class FraudTraining");
    banner.getByText("Churn.java:57");
    banner.getByText(/^DAG_HAS_CYCLE: .* remove one of these dependencies$/);
  });

  test("names are text, whatever they contain", async () => {
    const { container } = show(<DagListPage />, "/?search=edge_cases");

    const row = within(await screen.findByTestId(`dag-${HOSTILE}`));
    row.getByText(/<script>alert\(1\)<\/script>/);
    row.getByText(/<img src=x onerror=alert\(2\)>/);
    row.getByText("<b>bold</b>");
    expect(container.querySelectorAll("script, img, b")).toHaveLength(0);
  });

  test("an empty system says how to begin, an empty search does not", async () => {
    show(<DagListPage />, "/", new World(() => NOW, [], []));
    await screen.findByText("No DAG yet");
    cleanup();

    show(<DagListPage />, "/?search=nothing_like_this");
    await screen.findByText("No DAG fits");
  });
});
