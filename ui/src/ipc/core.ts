import type { CommandError } from "../bindings/core";
import { bridge } from "./bridge";
import type { Commands, CoreEvents } from "./commands";

type Name = keyof Commands;
type Parameters<K extends Name> = Commands[K]["arguments"] extends Record<string, never> ? [] : [Commands[K]["arguments"]];

/** Thrown by every refused command; switch on `code`, show `message`. */
export class CoreError extends Error implements CommandError {
  readonly code: CommandError["code"];
  readonly retryAfter: number | null;
  readonly field: string | null;

  constructor(error: CommandError) {
    super(error.message);
    this.name = "CoreError";
    this.code = error.code;
    this.retryAfter = error.retryAfter;
    this.field = error.field;
  }
}

function isCommandError(value: unknown): value is CommandError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** Whatever was thrown, as the one error shape that the window shows. */
export function asCoreError(thrown: unknown): CoreError {
  if (thrown instanceof CoreError) return thrown;
  if (isCommandError(thrown)) return new CoreError(thrown);
  // A string comes from the bridge itself (a command that this window may not call, or a broken argument).
  const message = thrown instanceof Error ? thrown.message : typeof thrown === "string" ? thrown : "Something unexpected happened.";
  return new CoreError({ code: "internal", message, retryAfter: null, field: null });
}

/** Calls a command of the core: `call("scheduling|show_event", { id })`. Rejects with a `CoreError`. */
export async function call<K extends Name>(name: K, ...parameters: Parameters<K>): Promise<Commands[K]["answer"]> {
  try {
    return (await bridge().ask(name, parameters[0])) as Commands[K]["answer"];
  } catch (thrown) {
    throw asCoreError(thrown);
  }
}

/**
 * Hears an event of the core until the returned function is called, also if that is before the bridge has answered.
 * `listening` is called once nothing can be missed any more.
 */
export function on<K extends keyof CoreEvents>(event: K, heard: (payload: CoreEvents[K]) => void, listening?: () => void): () => void {
  let stopped = false;
  const registered = bridge().hear(event, (payload) => {
    if (!stopped) heard(payload as CoreEvents[K]);
  });
  registered.then(() => { if (!stopped) listening?.(); }).catch((thrown: unknown) => {
    console.error(`The window cannot hear "${event}":`, thrown);
  });
  return () => {
    stopped = true;
    void registered.then((stop) => {
      stop();
    });
  };
}
