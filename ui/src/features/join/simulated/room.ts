import type { AdapterError, CallState, CallWithChatAdapterState, ChatThreadClientState, RemoteParticipantState } from "@azure/communication-react";
import type { ParticipantCapabilityName } from "@azure/communication-calling";
import type { SimulatedClock } from "./clock";
import { Announcements } from "./events";

/** Removes keys from an object, leaving the original as it was. */
export function without<Value extends object, Key extends keyof Value>(value: Value, ...keys: Key[]): Omit<Value, Key> {
  const copy = { ...value };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
}

/** What the simulated call refuses, named as the adapter names its operations. */
export class SimulatedRefusal extends Error {
  constructor(
    readonly target: string,
    message: string,
  ) {
    super(message);
    this.name = "SimulatedRefusal";
  }
}

/** The one state of the simulated meeting: replaced, never changed in place, and told to whoever watches. */
export class Room {
  readonly events = new Announcements();
  private readonly watchers = new Set<(state: CallWithChatAdapterState) => void>();
  private readonly pending = new Set<() => void>();
  private counter = 0;
  private disposed = false;

  constructor(
    private current: CallWithChatAdapterState,
    readonly clock: SimulatedClock,
  ) {}

  get state(): CallWithChatAdapterState {
    return this.current;
  }

  get call(): CallState | undefined {
    return this.current.call;
  }

  /** The call, or a refusal that says which operation needed one. */
  requireCall(target: string): CallState {
    const call = this.current.call;
    if (call === undefined) {
      throw this.refuse(target, "There is no call to do this in.");
    }
    return call;
  }

  requireChat(target: string): ChatThreadClientState {
    const chat = this.current.chat;
    if (chat === undefined) {
      throw this.refuse(target, "Meeting chat opens once you have been let in.");
    }
    return chat;
  }

  requireCapability(target: string, name: ParticipantCapabilityName): CallState {
    const call = this.requireCall(target);
    if (call.capabilitiesFeature?.capabilities[name].isPresent !== true) {
      throw this.refuse(target, "Your role in this meeting does not allow this.");
    }
    return call;
  }

  /** A refusal, recorded as the adapter's latest error and told as `callError`. */
  refuse(target: string, message: string): SimulatedRefusal {
    const refusal = new SimulatedRefusal(target, message);
    const error = this.adapterError(target, refusal);
    this.update((state) => ({ ...state, latestCallErrors: { ...state.latestCallErrors, [target]: error } }));
    this.events.tell("callError", error);
    return refusal;
  }

  adapterError(target: string, inner: Error): AdapterError {
    return Object.assign(new Error(inner.message), { target, innerError: inner, timestamp: this.clock.now() });
  }

  update(change: (state: CallWithChatAdapterState) => CallWithChatAdapterState): void {
    if (this.disposed) return;
    const next = change(this.current);
    if (next === this.current) return;
    this.current = next;
    for (const watcher of [...this.watchers]) {
      watcher(next);
    }
  }

  updateCall(change: (call: CallState) => CallState): void {
    this.update((state) => (state.call === undefined ? state : { ...state, call: change(state.call) }));
  }

  updateChat(change: (chat: ChatThreadClientState) => ChatThreadClientState): void {
    this.update((state) => (state.chat === undefined ? state : { ...state, chat: change(state.chat) }));
  }

  updateParticipant(id: string, change: (participant: RemoteParticipantState) => RemoteParticipantState): void {
    this.updateCall((call) => {
      const participant = call.remoteParticipants[id];
      return participant === undefined
        ? call
        : { ...call, remoteParticipants: { ...call.remoteParticipants, [id]: change(participant) } };
    });
  }

  watch(handler: (state: CallWithChatAdapterState) => void): void {
    this.watchers.add(handler);
  }

  unwatch(handler: (state: CallWithChatAdapterState) => void): void {
    this.watchers.delete(handler);
  }

  /** Runs `action` later in this meeting; {@link quiet} forgets it. Returns a way to cancel it alone. */
  later(delayMs: number, action: () => void): () => void {
    const cancel = this.clock.after(delayMs, () => {
      this.pending.delete(cancel);
      action();
    });
    this.pending.add(cancel);
    return () => {
      this.pending.delete(cancel);
      cancel();
    };
  }

  /** How long the service would take to answer. It answers even when the call ends meanwhile. */
  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(delayMs, resolve);
    });
  }

  /** Forgets everything that was still to happen. */
  quiet(): void {
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  /** Names that are unique in this meeting and the same in every run. */
  nextId(prefix: string): string {
    this.counter += 1;
    return `${prefix}-${String(this.counter)}`;
  }

  dispose(): void {
    this.quiet();
    this.disposed = true;
    this.watchers.clear();
    this.events.clear();
  }
}
