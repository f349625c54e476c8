import { expect, test } from "vitest";
import { reasonWords } from "./reasons.ts";

test("a code is told in words, and what it is about is named", () => {
  expect(reasonWords("heap_full")).toBe("heap full");
  expect(reasonWords("upstream_failed:load.train_a")).toBe("because load.train_a failed");
  expect(reasonWords("task_failed:report")).toBe("because task report failed");
  expect(reasonWords("lost:worker_1:gone")).toBe("lost: worker_1:gone");
});
