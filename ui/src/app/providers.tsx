import { FluentProvider, type Theme } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import type { Appearance } from "../bindings/core";
import { call } from "../ipc/core";
import { useAppearance } from "../lib/desk";
import { keys } from "../lib/keys";
import { loadTheme, onSystemColours, themeName, type ThemeName } from "../lib/themes";

export interface Start {
  client: QueryClient;
  theme: Promise<Theme>;
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The core is on this machine and does its own retrying; it answers offline too.
      queries: { retry: false, networkMode: "always", staleTime: 5_000 },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** Asks the core for what the first screen needs, before anything is drawn. */
export function startDesk(): Start {
  const client = newQueryClient();
  void client.prefetchQuery({ queryKey: keys.desk, queryFn: () => call("session|state") });
  const appearance = client
    .fetchQuery({ queryKey: keys.appearance, queryFn: () => call("session|appearance") })
    .catch((): Appearance => "system");
  return { client, theme: appearance.then((chosen) => loadTheme(themeName(chosen))) };
}

function Themed({ first, children }: { first: Theme; children: ReactNode }): ReactNode {
  const [theme, setTheme] = useState(first);
  const [systemChange, setSystemChange] = useState(0);
  const appearance = useAppearance().data ?? "system";
  const name: ThemeName = themeName(appearance);
  useEffect(
    () =>
      onSystemColours(() => {
        setSystemChange((n) => n + 1);
      }),
    [],
  );
  useEffect(() => {
    let outdated = false;
    document.documentElement.dataset["theme"] = name;
    void loadTheme(name).then((loaded) => {
      if (!outdated) setTheme(loaded);
    });
    return () => {
      outdated = true;
    };
  }, [name, systemChange]);
  return (
    <FluentProvider theme={theme} className="lectern">
      {children}
    </FluentProvider>
  );
}

export function Providers({ client, theme, children }: { client: QueryClient; theme: Theme; children: ReactNode }): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <Themed first={theme}>{children}</Themed>
    </QueryClientProvider>
  );
}
