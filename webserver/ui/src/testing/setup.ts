import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Never reached on a green run, however busy the machine.
configure({ asyncUtilTimeout: 15_000 });

afterEach(cleanup);
