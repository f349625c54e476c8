import { createContext, use } from "react";
import type { Http } from "../api/http.ts";
import type { LiveCache } from "../live/cache.ts";
import type { Router } from "../router/router.ts";
import type { Session } from "../session/session.ts";
import type { Preferences } from "./preferences.ts";
import type { Toasts } from "./toasts.ts";

/** What main.tsx puts together once and every component may use. */
export interface Services {
  readonly session: Session;
  readonly http: Http;
  readonly cache: LiveCache;
  readonly router: Router;
  readonly preferences: Preferences;
  readonly toasts: Toasts;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error("No ServicesContext around this component; main.tsx provides it.");
  return services;
}
