import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

/** How a page speaks to the core: through the window it is in, or, in the companion, through the server it came from. */
export interface Bridge {
  ask: (command: string, parameters: unknown) => Promise<unknown>;
  /** Hears an event until the promised function is called. */
  hear: (event: string, heard: (payload: unknown) => void) => Promise<() => void>;
}

const window: Bridge = {
  ask: (command, parameters) => invoke(`plugin:${command}`, parameters as Record<string, unknown> | undefined),
  hear: (event, heard) =>
    listen(event, (message) => {
      heard(message.payload);
    }),
};

let current = window;

export function bridge(): Bridge {
  return current;
}

/** Before anything is asked, and once. */
export function crossBy(other: Bridge): void {
  current = other;
}
