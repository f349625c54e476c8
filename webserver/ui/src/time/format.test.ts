import { describe, expect, test } from "vitest";
import { formatDuration, formatLogicalDate, formatRelative, formatTime, knownZone, secondsBetween } from "./format.ts";

const AT = "2013-03-10T06:30:05+00:00";

describe("moments", () => {
  test("are read in the zone that is asked for", () => {
    expect(formatTime(AT, "UTC")).toBe("2013-03-10 06:30:05");
    expect(formatTime(AT, "America/New_York")).toBe("2013-03-10 01:30:05");
    expect(formatTime("2013-03-10T07:30:00Z", "America/New_York", "minute")).toBe("2013-03-10 03:30");
    expect(formatTime(AT, "Asia/Kolkata", "full")).toBe("2013-03-10 12:00:05 GMT+5:30");
  });

  test("midnight is 00 and not 24", () => {
    expect(formatTime("2013-01-01T00:00:00Z", "UTC", "minute")).toBe("2013-01-01 00:00");
  });

  test("a run that starts a day in the zone is that day", () => {
    expect(formatLogicalDate("2013-01-01T05:00:00Z", "America/New_York")).toBe("2013-01-01");
    expect(formatLogicalDate("2013-01-01T05:00:00Z", "UTC")).toBe("2013-01-01 05:00");
  });

  test("what is no moment is shown as it came", () => {
    expect(formatTime("soon", "UTC")).toBe("soon");
  });

  test("a zone that the browser does not know is UTC", () => {
    expect(knownZone("Europe/Berlin")).toBe("Europe/Berlin");
    expect(knownZone("Mars/Olympus")).toBe("UTC");
    expect(knownZone(null)).toBe("UTC");
  });
});

describe("spans", () => {
  test.each([
    [0, "0 ms"],
    [0.0824, "82 ms"],
    [1.25, "1.3 s"],
    [59.9, "59 s"],
    [60, "1 min 00 s"],
    [3599.6, "1 h 00 min"],
    [5_400, "1 h 30 min"],
    [200_000, "2 d 7 h"],
  ])("%d s are %s", (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  test("last until now while they are open, and are never negative", () => {
    expect(secondsBetween("2013-01-01T00:00:00Z", null, Date.UTC(2013, 0, 1, 0, 1))).toBe(60);
    expect(secondsBetween("2013-01-01T00:00:00Z", "2013-01-01T00:00:02Z", 0)).toBe(2);
    expect(secondsBetween("2013-01-01T00:00:02Z", "2013-01-01T00:00:00Z", 0)).toBe(0);
    expect(secondsBetween(null, null, 0)).toBeUndefined();
  });

  test.each([
    [-1_000, "now"],
    [-59_000, "59 s ago"],
    [-3_600_000, "1 h ago"],
    [90_000, "in 1 min"],
    [86_400_000 * 3, "in 3 d"],
    [-86_400_000 * 400, "13 months ago"],
    [-86_400_000 * 365 * 13, "12 years ago"],
  ])("%d ms from now is %s", (millis, words) => {
    expect(formatRelative(1_700_000_000_000 + millis, 1_700_000_000_000)).toBe(words);
  });
});
