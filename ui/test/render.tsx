import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Fluent } from "../src/components/Fluent";
import { Toasts } from "../src/components/Toasts";
import { installMockCore, type MockCore, type Scenario } from "./mock-core";

interface Shown {
  core: MockCore;
  user: UserEvent;
  /** The arguments of every call of a command so far. */
  given: (name: string) => unknown[];
}

/** Shows a screen as the window does, over a core in memory. */
export function show(screen: ReactNode, scenario: Scenario = {}): Shown {
  const core = installMockCore(scenario);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" }, mutations: { networkMode: "always" } } });
  render(
    <QueryClientProvider client={client}>
      <Fluent>
        <div id="page-primary" />
        {screen}
        <Toasts />
      </Fluent>
    </QueryClientProvider>,
  );
  return { core, user: userEvent.setup(), given: (name) => core.calls.filter((call) => call.name === name).map((call) => call.given) };
}
