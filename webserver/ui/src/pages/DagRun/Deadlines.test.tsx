import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Deadline } from "../../api/ours.ts";
import { show } from "../../testing/show.tsx";
import { DeadlineCard, DeadlineGlance } from "./Deadlines.tsx";

const MISSED: Deadline = { task_id: null, name: "by_six", deadline_time: "2026-01-01T06:00:00Z", missed: true };
const LATER: Deadline = { task_id: null, name: "same_day", deadline_time: "2026-01-03T00:00:00Z", missed: false };
const NEXT: Deadline = { task_id: "train", name: "soon", deadline_time: "2026-01-02T00:00:00Z", missed: false };

test("at a glance are the missed deadlines and the next that is open", () => {
  const { container } = show(<DeadlineGlance deadlines={[LATER, NEXT, MISSED]} />);

  expect(screen.getByText("Deadline by_six missed").className).toBe("warn");
  expect(container.textContent).toContain("Deadline soon of train");
  expect(container.textContent).not.toContain("same_day");
});

test("the card lists all of them", () => {
  const { container } = show(<DeadlineCard deadlines={[LATER, NEXT, MISSED]} />);

  expect(screen.getByRole("region", { name: "Deadlines" })).toBeTruthy();
  expect(container.textContent).toMatch(/same_day.*open.*soon of train.*open.*by_six.*missed/);
});
