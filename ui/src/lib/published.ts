import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { PublishedView, QueuedView } from "../bindings/core";
import { call, CoreError } from "../ipc/core";
import { renewEvent, useRenewEvent } from "./desk";
import { keys } from "./keys";
import { tell } from "./toasts";

/** How often the copy of an event that a service decides about is looked at, in milliseconds; its people on their way more often. */
const LOOK_AGAIN = 5_000;
const UNDER_WAY = 700;

function every(published: PublishedView | null | undefined): number | false {
  if (!published) return false;
  return published.state === "open" ? LOOK_AGAIN : UNDER_WAY;
}

/** What a service decides of this event, and what waits for it; null: this desk decides. */
export function usePublished(eventId: string): UseQueryResult<PublishedView | null> {
  return useQuery({ queryKey: keys.published(eventId), queryFn: () => call("publishing|show_published", { eventId }), refetchInterval: ({ state }) => every(state.data) });
}

/** The same; what was learned from the service meanwhile is shown on the whole page. */
export function useFollowed(eventId: string): PublishedView | null {
  const client = useQueryClient();
  const { data, isSuccess } = usePublished(eventId);
  const published = data ?? null;
  const mark = isSuccess ? (published ? `${published.state} ${published.over} ${published.cursor} ${published.waiting.map(({ id }) => id).join(" ")}` : "own") : null;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (mark === null) return;
    const known = seen.current;
    seen.current = mark;
    if (known !== null && known !== mark) void renewEvent(client, eventId);
  }, [client, eventId, mark]);
  return published;
}

/** Goes on at once with what goes on by itself every few seconds. */
export function useSync(eventId: string): UseMutationResult<PublishedView, Error, void> {
  const renew = useRenewEvent(eventId);
  return useMutation({ mutationFn: () => call("publishing|sync_event", { eventId }), onSettled: renew });
}

/** Why it was refused has been read. */
export function useDismissChange(eventId: string): UseMutationResult<null, Error, string> {
  const renew = useRenewEvent(eventId);
  return useMutation({ mutationFn: (changeId) => call("publishing|dismiss_change", { eventId, changeId }), onSettled: renew });
}

/** As people know a service. */
export function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** What waits for the service's answer, for each person on the list whom it is about. */
export function waitingFor(published: PublishedView | null): ReadonlyMap<string, QueuedView> {
  const found = new Map<string, QueuedView>();
  for (const change of published?.waiting ?? []) {
    if (change.refused === null) for (const person of change.people) found.set(person, change);
  }
  return found;
}

/** Whether nothing failed: it is written down, and goes to the service in its turn. */
export function waits(error: unknown): error is CoreError {
  return error instanceof CoreError && error.code === "waits";
}

/** Says what a change came to that was not carried out: it waits for the service, or it failed. */
export function tellUndone(error: unknown, failed: string): void {
  tell(waits(error) ? { kind: "done", text: error.message } : { kind: "failed", text: failed });
}

/** Where a form shows its own failures: what only waits is told, and the form is done. */
export function whenWaits(done: () => void): (error: unknown) => void {
  return (error) => {
    if (!waits(error)) return;
    tellUndone(error, error.message);
    done();
  };
}
