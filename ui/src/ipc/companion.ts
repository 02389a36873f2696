import type { Steer } from "../bindings/core";
import type { Bridge } from "./bridge";
import { CoreError } from "./core";

const SESSION = "lectern-session";
const PAUSE_MS = 1_000;

/** The session that came with the page, or that an earlier load of it kept. Null: this page was never let in. */
export function takeSession(): string | null {
  const given = document.querySelector(`meta[name="${SESSION}"]`);
  const session = given?.getAttribute("content") ?? null;
  if (session === null) return sessionStorage.getItem(SESSION);
  sessionStorage.setItem(SESSION, session);
  given?.remove();
  // The key in the address is burned; nobody needs to see it.
  history.replaceState(null, "", "/");
  return session;
}

/** To the core by the server that the page came from. It knows the commands of one join, and one event: what the desktop window asks for. */
export function companionBridge(session: string): Bridge {
  const ask = (command: string, parameters: unknown): Promise<unknown> => post(session, command, parameters);
  return {
    ask,
    hear: (event, heard) => {
      let stopped = false;
      if (event === "steer") void follow(ask, heard, () => stopped);
      return Promise.resolve(() => {
        stopped = true;
      });
    },
  };
}

/** Tells the core that the page goes away; also sent while it does. */
export function sayGoodbye(session: string): void {
  post(session, "companion|leaving", {}).catch(() => undefined);
}

async function post(session: string, command: string, parameters: unknown): Promise<unknown> {
  const sent = fetch(`/api/${command.replace("|", "/")}`, {
    method: "POST",
    headers: { authorization: `Bearer ${session}`, "content-type": "application/json" },
    body: JSON.stringify(parameters ?? {}),
    keepalive: true,
  });
  const answer = await sent.catch(() => {
    throw lost();
  });
  if (answer.ok) return answer.json();
  if (answer.status === 422) throw new CoreError((await answer.json()) as CoreError);
  throw lost();
}

function lost(): CoreError {
  const message = "Lectern itself doesn’t answer any more. Close this window, start Lectern again and open your link once more.";
  return new CoreError({ code: "internal", message, retryAfter: null, field: null });
}

interface Heard {
  after: number;
  steers: Steer[];
}

async function follow(ask: Bridge["ask"], heard: (payload: unknown) => void, stopped: () => boolean): Promise<void> {
  let after: number | null = null;
  while (!stopped()) {
    try {
      const news = (await ask("companion|listen", { after })) as Heard;
      after = news.after;
      if (!stopped()) news.steers.forEach(heard);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
