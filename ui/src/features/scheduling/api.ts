import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type {
  DateChange,
  EventChange,
  EventDetail,
  EventDraft,
  HandedOver,
  MeetingOptions,
  NewEvent,
  GuideDefaults,
  NextEvent,
  OptionValues,
  TeamsWay,
  TeamsWays,
  TellChoice,
  Template,
} from "../../bindings/core";
import { call } from "../../ipc/core";
import { renewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

/** How soon to look again at an event that Microsoft has not finished making. */
const SOON = 3_000;

export function useEvent(id: string): UseQueryResult<EventDetail> {
  return useQuery({
    queryKey: keys.event(id),
    queryFn: () => call("scheduling|show_event", { id }),
    refetchInterval: ({ state }) => (state.data?.state === "creating" ? SOON : false),
  });
}

export function useCreateEvent(): UseMutationResult<EventDetail, Error, NewEvent> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (event) => call("scheduling|create_event", { event }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(event.id), event);
      await client.invalidateQueries({ queryKey: keys.events });
    },
  });
}

export function useChangeEvent(id: string): UseMutationResult<EventDetail, Error, EventChange> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change) => call("scheduling|change_event", { id, change }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

export function useCancelEvent(id: string): UseMutationResult<EventDetail, Error, { comment: string; tell: boolean | null }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted) => call("scheduling|cancel_event", { id, ...wanted }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

/** Asked each time: people register, and mails leave. */
export function useTellChoice(id: string, wanted: boolean): UseQueryResult<TellChoice> {
  return useQuery({ queryKey: keys.tellChoice(id), queryFn: () => call("scheduling|tell_choice", { id }), enabled: wanted, staleTime: 0, gcTime: 0 });
}

/** The ways into Teams for whoever hosts. Until they are known there is one, which is always there. */
export function useEventTeamsWays(id: string): TeamsWays {
  const ways = useQuery({ queryKey: keys.eventTeamsWays(id), queryFn: () => call("scheduling|event_teams_ways", { id }), retry: false });
  return ways.data ?? { ways: ["browser"], chosen: "browser" };
}

/** By a way that is named, or (null) as last time. */
export function useOpenEventInTeams(id: string): UseMutationResult<HandedOver, Error, TeamsWay | null> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (way) => call("scheduling|open_event_in_teams", { id, way }),
    // The way that was named is chosen from now on.
    onSuccess: () => client.invalidateQueries({ queryKey: keys.eventTeamsWays(id) }),
  });
}

export function useOpenJoinWindow(): UseMutationResult<null, Error, string> {
  return useMutation({ mutationFn: (input) => call("windows|open_join_window", { input }) });
}

/** Never from the cache: what became an event meanwhile is no draft any more. `null`: the one typed in last, or a fresh one. */
/** What was chosen in the guide; null where nobody has. */
export function useGuideDefaults(): UseQueryResult<GuideDefaults | null> {
  return useQuery({ queryKey: keys.guide, queryFn: () => call("guide|show_guide"), select: ({ defaults }) => defaults });
}

export function useNextEvent(id: string | null): UseQueryResult<NextEvent> {
  return useQuery({ queryKey: [...keys.draft, id], queryFn: () => call("scheduling|load_draft", { id }), staleTime: 0, gcTime: 0 });
}

export function useSaveDraft(id: string): UseMutationResult<null, Error, EventDraft | null> {
  return useMutation({ mutationFn: (draft) => call("scheduling|save_draft", { id, draft }) });
}

export function useDrafts(): UseQueryResult<NextEvent[]> {
  return useQuery({ queryKey: keys.drafts, queryFn: () => call("scheduling|list_drafts"), staleTime: 0, gcTime: 0 });
}

export function useBeginDraft(): UseMutationResult<NextEvent, Error, undefined> {
  return useMutation({ mutationFn: () => call("scheduling|begin_draft") });
}

/** A draft that is a copy of an event. */
export function useDuplicate(): UseMutationResult<NextEvent, Error, string> {
  return useMutation({ mutationFn: (id) => call("scheduling|duplicate_event", { id }) });
}

export function useTemplates(): UseQueryResult<Template[]> {
  return useQuery({ queryKey: keys.templates, queryFn: () => call("scheduling|list_templates") });
}

export function useSaveTemplate(id: string): UseMutationResult<Template, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name) => call("scheduling|save_template", { id, name }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useRemoveTemplate(): UseMutationResult<null, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id) => call("scheduling|remove_template", { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useBeginFromTemplate(): UseMutationResult<NextEvent, Error, string> {
  return useMutation({ mutationFn: (id) => call("scheduling|begin_from_template", { id }) });
}

export function useChangeDate(id: string): UseMutationResult<EventDetail, Error, { date: string; change: DateChange }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ date, change }) => call("scheduling|change_date", { id, date, change }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

export function useCancelDate(id: string): UseMutationResult<EventDetail, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (date) => call("scheduling|cancel_date", { id, date, comment: "" }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

/** Asked of Teams each time: somebody may have changed them there. */
export function useOptions(id: string): UseQueryResult<MeetingOptions> {
  return useQuery({ queryKey: keys.options(id), queryFn: () => call("scheduling|show_options", { id }), staleTime: 0 });
}

const unchanged: OptionValues = {
  lobby: null,
  lobbyDialIn: null,
  admitters: null,
  presenters: null,
  chat: null,
  camera: null,
  mic: null,
  reactions: null,
  recording: null,
  transcription: null,
  recordAutomatically: null,
  announced: null,
  people: null,
};

export interface OptionsWanted {
  change: Partial<OptionValues>;
  /** What the panel showed when it was chosen. */
  shown: MeetingOptions;
  overwrite: boolean;
}

/** What somebody changed in Teams since it was shown is not written over, unless that is said. */
export function useChangeOptions(id: string): UseMutationResult<MeetingOptions, Error, OptionsWanted> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ change, shown, overwrite }) => call("scheduling|change_options", { id, change: { values: { ...unchanged, ...change }, shown, overwrite } }),
    onSuccess: (options) => {
      client.setQueryData(keys.options(id), options);
    },
  });
}

/** What was changed elsewhere has been read. */
export function useSeeElsewhere(id: string): UseMutationResult<null, Error, undefined> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("scheduling|see_elsewhere", { id }),
    onSuccess: () => renewEvent(client, id),
  });
}
