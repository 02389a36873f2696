import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { Appearance, CloudView, DeskState, FeatureName } from "../bindings/core";
import { call } from "../ipc/core";
import { keys } from "./keys";

/** Who is signed in, in which profile. */
export function useDesk(): UseQueryResult<DeskState> {
  return useQuery({ queryKey: keys.desk, queryFn: () => call("session|state") });
}

export function useAppearance(): UseQueryResult<Appearance> {
  return useQuery({ queryKey: keys.appearance, queryFn: () => call("session|appearance") });
}

/** What this profile's cloud has, and what it lacks. */
export function useCloud(): UseQueryResult<CloudView> {
  return useQuery({ queryKey: keys.cloud, queryFn: () => call("session|cloud"), staleTime: Infinity });
}

/** Whether this profile's cloud has none of it, so that it is not offered; not before that is known. */
export function useLacks(feature: FeatureName): boolean {
  return useCloud().data?.features.some((found) => found.feature === feature && found.availability === "lacking") ?? false;
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

/** The first letters of a name's first and last word, which stand for an account. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? "")[0] ?? "");
  return letters.join("").toUpperCase();
}
