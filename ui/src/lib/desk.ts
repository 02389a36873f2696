import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { Appearance, DeskState } from "../bindings/core";
import { call } from "../ipc/core";
import { keys } from "./keys";

/** Who is signed in, in which profile. */
export function useDesk(): UseQueryResult<DeskState> {
  return useQuery({ queryKey: keys.desk, queryFn: () => call("session|state") });
}

export function useAppearance(): UseQueryResult<Appearance> {
  return useQuery({ queryKey: keys.appearance, queryFn: () => call("session|appearance") });
}

/** Asks the core again about everything that shows one event: its page, the lists of people and messages, and the events. */
export async function renewEvent(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.event(id) }),
    client.invalidateQueries({ queryKey: keys.events }),
    client.invalidateQueries({ queryKey: keys.registrants(id) }),
    client.invalidateQueries({ queryKey: keys.messages(id) }),
    client.invalidateQueries({ queryKey: ["person"] }),
    client.invalidateQueries({ queryKey: keys.rules(id) }),
  ]);
}

export function useRenewEvent(id: string): () => Promise<void> {
  const client = useQueryClient();
  return () => renewEvent(client, id);
}
