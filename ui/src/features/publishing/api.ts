import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData, type UseInfiniteQueryResult, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { EventPageView, HandedAgain, LetIn, PageLook, PagePlace } from "../../bindings/core";
import { call } from "../../ipc/core";
import { useRenewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

/** Visitors come while the window is open: what they change is looked for this often. */
const LOOK_AGAIN = 10_000;

const publishing = (eventId: string) => [...keys.event(eventId), "publishing"] as const;

export function usePublishing(eventId: string): UseQueryResult<EventPageView> {
  return useQuery({ queryKey: publishing(eventId), queryFn: () => call("publishing|show_publishing", { eventId }) });
}

/** Whether this can be the address, as it is typed. */
export function useAddressCheck(eventId: string, slug: string): UseQueryResult<null> {
  return useQuery({ queryKey: [...publishing(eventId), "address", slug], queryFn: () => call("publishing|check_address", { eventId, slug }), enabled: slug !== "", retry: false });
}

function useChange<Given, Answer>(eventId: string, change: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: publishing(eventId) }) });
}

/**
 * The sandbox's own service starts where it does not run yet, so that the page is there at once. At the paired one the
 * address is the event's when this is done; its people are on their way there then, and the page says how far they are.
 */
export function usePublish(eventId: string, place: PagePlace): UseMutationResult<null, Error, { slug: string; look: PageLook }> {
  const renew = useRenewEvent(eventId);
  return useMutation({
    mutationFn: async (given) => {
      if (place === "here") await call("publishing|serve_pages");
      const done = await call("publishing|publish_event", { eventId, ...given });
      // What goes wrong on the way is kept in the core, and shown from there.
      if (place === "service") void call("publishing|sync_event", { eventId }).then(renew, renew);
      return done;
    },
    onSuccess: renew,
  });
}

export function useServe(eventId: string): UseMutationResult<string, Error, void> {
  return useChange(eventId, () => call("publishing|serve_pages"));
}

export function useUnpublish(eventId: string): UseMutationResult<null, Error, void> {
  const renew = useRenewEvent(eventId);
  return useMutation({ mutationFn: () => call("publishing|unpublish_event", { eventId }), onSettled: renew });
}

/** Those whom a restored service lacks; no ids: all of them. */
export function useHandAgain(eventId: string): UseMutationResult<HandedAgain, Error, string[]> {
  const renew = useRenewEvent(eventId);
  return useMutation({ mutationFn: (ids) => call("publishing|hand_again", { eventId, ids }), onSettled: renew });
}

export function useLetGo(eventId: string): UseMutationResult<number, Error, string[]> {
  const renew = useRenewEvent(eventId);
  return useMutation({ mutationFn: (ids) => call("publishing|let_go", { eventId, ids }), onSettled: renew });
}

/** The first of them, then more; never from an earlier look. */
export function useLetIn(eventId: string): UseInfiniteQueryResult<InfiniteData<LetIn>> {
  return useInfiniteQuery({ queryKey: [...publishing(eventId), "let-in"], queryFn: ({ pageParam }) => call("publishing|who_was_let_in", { eventId, after: pageParam }), initialPageParam: 0, getNextPageParam: ({ next }) => next, gcTime: 0, retry: false });
}

/** Who has registered on the page shows here before long. */
export function useVisitors(eventId: string, expected: boolean): void {
  const client = useQueryClient();
  useQuery({
    queryKey: [...publishing(eventId), "visitors"],
    queryFn: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: keys.event(eventId), exact: true }), client.invalidateQueries({ queryKey: keys.registrants(eventId) }), client.invalidateQueries({ queryKey: keys.messages(eventId) })]);
      return null;
    },
    enabled: expected,
    refetchInterval: LOOK_AGAIN,
  });
}
