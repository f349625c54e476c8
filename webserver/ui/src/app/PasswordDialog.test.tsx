import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { show } from "../testing/show.tsx";
import { App } from "./App.tsx";

async function fill(before: string, after: string, again: string) {
  await userEvent.click(await screen.findByRole("button", { name: "Change the password of admin" }));
  await userEvent.type(screen.getByLabelText("Present password"), before);
  await userEvent.type(screen.getByLabelText("New password"), after);
  await userEvent.type(screen.getByLabelText("New password again"), again);
}

describe("one's own password", () => {
  test("is changed with the one before, and one stays signed in", async () => {
    const { asked } = show(<App />);

    await fill("rondo", "battery staple", "battery staple");
    await userEvent.keyboard("{Enter}");

    expect(await screen.findByText(/Your password is changed/)).toBeDefined();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(asked).toContain("PATCH /auth/password");
    expect(screen.getByTestId("username")).toBeDefined();
  });

  test("is not changed by who does not know it; the server's words stay in the dialog", async () => {
    show(<App />);

    await fill("guess", "battery staple", "battery staple");
    await userEvent.click(screen.getByRole("button", { name: "Change" }));

    expect(await screen.findByText(/it is not your password/)).toBeDefined();
    expect(screen.getByRole("dialog")).toBeDefined();
  });

  test("is asked for twice, and is not sent while the two differ", async () => {
    const { asked } = show(<App />);

    await fill("rondo", "battery staple", "battery stable");

    expect(screen.getByText("The two differ.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Change" })).toHaveProperty("disabled", true);
    await userEvent.keyboard("{Enter}");
    expect(asked).not.toContain("PATCH /auth/password");
  });
});
