import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Http } from "./api/http.ts";
import { App } from "./app/App.tsx";
import { applyTheme, Preferences } from "./app/preferences.ts";
import { ServicesContext } from "./app/services.ts";
import { Toasts } from "./app/toasts.ts";
import { LiveCache } from "./live/cache.ts";
import { Router } from "./router/router.ts";
import { Session } from "./session/session.ts";

// The one place where the parts are put together; everything below gets them handed in.
const fetch = window.fetch.bind(window);
const session = new Session(window.localStorage, fetch);
const http = new Http(fetch, session);
const cache = new LiveCache(http, {
  hidden: () => document.hidden,
  onVisibilityChange: listener => document.addEventListener("visibilitychange", listener),
  nowMillis: () => performance.now(),
});
const preferences = new Preferences(window.localStorage);
const router = new Router(window);

const showTheme = () => applyTheme(preferences.values().theme, document.documentElement);
preferences.subscribe(showTheme);
showTheme();

const followSession = () => (session.current() ? cache.start() : cache.stop());
session.subscribe(followSession);
followSession();
session.resumeAfterProvider().catch(() => {}); // where nobody answers, the page says so itself
window.addEventListener("storage", () => session.followOthers());

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root.");
createRoot(root).render(
  <StrictMode>
    <ServicesContext value={{ session, http, cache, router, preferences, toasts: new Toasts() }}>
      <App />
    </ServicesContext>
  </StrictMode>,
);
