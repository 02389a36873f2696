import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import type { Appearance } from "../bindings/core";
import { call } from "../ipc/core";
import { useAppearance } from "../lib/desk";
import { keys } from "../lib/keys";
import { onSystemColours, showTheme, themeName } from "../lib/themes";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The core is on this machine and does its own retrying; it answers offline too.
      queries: { retry: false, networkMode: "always", staleTime: 5_000 },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** Asks the core for what the first screen needs; the answer comes once the page has its colours. */
export function startDesk(client: QueryClient): Promise<QueryClient> {
  void client.query({ queryKey: keys.desk, queryFn: () => call("session|state") }).catch(() => undefined);
  return startPage(client);
}

/** A page without a desk behind it, once it has its colours; what they are may be known already. */
export async function startPage(client = newQueryClient(), known?: Appearance): Promise<QueryClient> {
  if (known !== undefined) client.setQueryData(keys.appearance, known);
  const appearance = await client
    .query({ queryKey: keys.appearance, queryFn: () => call("session|appearance") })
    .catch((): Appearance => "system");
  showTheme(themeName(appearance));
  return client;
}

function Colours(): ReactNode {
  const appearance = useAppearance().data ?? "system";
  useEffect(() => {
    showTheme(themeName(appearance));
    return onSystemColours(() => {
      showTheme(themeName(appearance));
    });
  }, [appearance]);
  return null;
}

export function Providers({ client, children }: { client: QueryClient; children: ReactNode }): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <Colours />
      {children}
    </QueryClientProvider>
  );
}
