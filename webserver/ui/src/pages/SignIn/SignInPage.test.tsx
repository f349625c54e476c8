import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { App } from "../../app/App.tsx";
import { show, someWorld } from "../../testing/show.tsx";

async function signIn(password: string) {
  await userEvent.type(screen.getByLabelText("User name"), "ada");
  await userEvent.type(screen.getByLabelText("Password"), password);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

function noSignOut(question: string) {
  return question === "DELETE /auth/session" ? Promise.reject(new TypeError("fetch failed")) : undefined;
}

describe("signing in", () => {
  test("the right password opens the page and is kept nowhere", async () => {
    const { services } = show(<App />);
    await services.session.signOut();

    await screen.findByRole("button", { name: "Sign in" });
    await signIn("rondo");

    expect(await screen.findByTestId("username")).toHaveProperty("textContent", "ada");
    expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain('rondo"');
    expect(services.session.current()).toEqual({ username: "ada" });
  });

  test("whom an identity provider has signed in is found by the cookie", async () => {
    const { services } = show(<App />);
    await services.session.signOut();

    const way = await screen.findByRole("link", { name: "Sign in with People" });
    await act(() => services.session.resumeAfterProvider());

    expect(way.getAttribute("href")).toBe("/auth/oidc/sign-in");
    expect((await screen.findByTestId("username")).textContent).toBe("bea");
  });

  test("a wrong password says so and leaves the form as it is", async () => {
    const { services } = show(<App />);
    await services.session.signOut();

    await screen.findByRole("button", { name: "Sign in" });
    await signIn("guess");

    expect((await screen.findByRole("alert")).textContent).toBe("The user name or the password is wrong.");
    expect(screen.getByLabelText("User name")).toHaveProperty("value", "ada");
    expect(services.session.current()).toBeUndefined();
  });

  test("needs no mouse: the name has the focus at first, and the password after a refusal", async () => {
    const { services } = show(<App />);
    await services.session.signOut();

    await screen.findByRole("button", { name: "Sign in" });
    await userEvent.keyboard("ada{Tab}guess{Enter}");
    await screen.findByRole("alert");
    expect(document.activeElement).toBe(screen.getByLabelText("Password"));
    await userEvent.keyboard("rondo{Enter}");

    expect(await screen.findByTestId("username")).toHaveProperty("textContent", "ada");
  });

  test("a session that the server ends leads back to where one was", async () => {
    const { services } = show(<App />, "/dags/tutorial");
    await screen.findByRole("heading", { name: "tutorial" });

    services.session.expired();
    await screen.findByText(/Your session has ended/);
    await signIn("rondo");

    expect(await screen.findByRole("heading", { name: "tutorial" })).toBeDefined();
  });

  test("signing out ends the sign-in on the server and forgets what was read", async () => {
    const { services, asked } = show(<App />, "/dags/tutorial");
    await screen.findByRole("heading", { name: "tutorial" });

    await userEvent.click(screen.getByRole("button", { name: "Sign out" }));

    await screen.findByRole("button", { name: "Sign in" });
    expect(localStorage.getItem("rondo.username")).toBeNull();
    expect(asked).toContain("DELETE /auth/session");
    expect(services.session.current()).toBeUndefined();
  });

  test("who cannot be signed out is told so, and is not shown the sign-in page as if they were", async () => {
    const { services } = show(<App />, "/dags/tutorial", someWorld(), noSignOut);
    await screen.findByRole("heading", { name: "tutorial" });

    await userEvent.click(screen.getByRole("button", { name: "Sign out" }));

    expect(await screen.findByText("The server cannot be reached.")).toBeDefined();
    expect(services.session.current()).toEqual({ username: "admin" });
  });

  test("another tab signs in somebody else, and out", async () => {
    const { services } = show(<App />);
    const seen: unknown[] = [];
    services.session.subscribe(() => seen.push(services.session.current()?.username));

    act(() => {
      localStorage.setItem("rondo.username", "ada");
      services.session.followOthers();
    });
    expect(screen.getByTestId("username").textContent).toBe("ada");
    act(() => {
      localStorage.removeItem("rondo.username");
      services.session.followOthers();
    });

    expect(await screen.findByRole("button", { name: "Sign in" })).toBeDefined();
    expect(seen).toEqual([undefined, "ada", undefined]); // forgotten in between
  });
});
