import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { apiOfMock } from "./dev/mock/plugin.ts";
import { contentSecurityPolicy } from "./dev/csp.ts";

// The server to develop against; without it, `npm run dev` and `npm run preview` answer from dev/mock.
const server = process.env["RONDO_API"];
const mocked = !server && !process.env["VITEST"];

export default defineConfig({
  plugins: [react(), contentSecurityPolicy(), ...(mocked ? [apiOfMock()] : [])],
  build: {
    outDir: "../target/classes/web",
    emptyOutDir: true,
    target: ["chrome123", "firefox120", "safari17.5"], // the first with light-dark()
    reportCompressedSize: false,
  },
  server: server ? { proxy: { "/api": server, "/auth": server } } : {},
  test: {
    restoreMocks: true,
    testTimeout: 60_000, // never reached on a green run, however busy the machine
    env: {
      TZ: "America/Bahia_Banderas", // a zone with half-year surprises: code that leans on defaults fails
      DEBUG_PRINT_LIMIT: "0", // a failure's message is lost under a whole page of HTML
    },
    projects: [
      { extends: true, test: { name: "logic", environment: "node", include: ["{src,dev}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "happy-dom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testing/setup.ts"],
        },
      },
    ],
  },
});
