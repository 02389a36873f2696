import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call } from "../../ipc/core";
import { page } from "../../lib/page";

/** Goes to another account's desk; what has to end first, in words, and then nothing was changed. */
type Go = () => Promise<string[]>;

const LOOK_MS = 50;
/** Longer than anything is written that nobody is told of. */
const PATIENCE_MS = 10_000;
const ASK_AGAIN_MS = 1_000;

/** What is still being written (a draft, a setting) is written at this desk and no other. */
async function written(client: QueryClient): Promise<void> {
  let quiet = 0;
  for (let waited = 0; quiet < 2; waited += LOOK_MS) {
    if (waited > PATIENCE_MS) throw new Error("Something is still being saved at this desk. Wait until it is done, then try again.");
    quiet = client.isMutating() === 0 ? quiet + 1 : 0;
    await new Promise((looked) => setTimeout(looked, LOOK_MS));
  }
}

async function leave(client: QueryClient, go: Go): Promise<string[]> {
  const waits = await call("profiles|under_way");
  if (waits.length > 0) return waits;
  // From here on nothing can be pressed or typed that would reach the next desk.
  const root = document.getElementById("root");
  root?.setAttribute("inert", "");
  let gone = false;
  try {
    await written(client);
    const found = await go();
    gone = found.length === 0;
    return found;
  } finally {
    if (gone) page.startAnew();
    else root?.removeAttribute("inert");
  }
}

export interface Move {
  /** What is under way here and has to end first. */
  waits: readonly string[];
  /** The person wants to go as soon as it has ended. */
  waiting: boolean;
  leaving: boolean;
  error: unknown;
  begin: (go: Go) => void;
  /** Goes by itself once nothing is under way any more. */
  wait: () => void;
  stay: () => void;
}

/** The way from this account's desk to another's, in this window. */
export function useMove(): Move {
  const client = useQueryClient();
  const [waits, setWaits] = useState<readonly string[]>([]);
  const [waiting, setWaiting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  // A try that is over before it was painted changes nothing else.
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const meant = useRef<Go | null>(null);

  const begin = (go: Go): void => {
    meant.current = go;
    setError(null);
    setLeaving(true);
    leave(client, go)
      .then((found) => {
        setWaits(found);
        if (found.length === 0) setWaiting(false);
      })
      .catch((thrown: unknown) => {
        setError(thrown);
        setWaiting(false);
      })
      .finally(() => {
        setLeaving(false);
        setTries((before) => before + 1);
      });
  };
  const latest = useRef(begin);
  useEffect(() => {
    latest.current = begin;
  });

  useEffect(() => {
    if (!waiting || leaving) return undefined;
    const timer = setTimeout(() => {
      if (meant.current) latest.current(meant.current);
    }, ASK_AGAIN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [waiting, leaving, tries]);

  return {
    waits,
    waiting,
    leaving,
    error,
    begin,
    wait: () => {
      setWaiting(true);
    },
    stay: () => {
      meant.current = null;
      setWaiting(false);
      setWaits([]);
      setError(null);
    },
  };
}
