import type { BackupView, DataView } from "../src/bindings/core";
import type { Handlers, Scenario } from "./mock-core";
import { refusal } from "./seed";

const view: BackupView = { madeAt: "2026-11-24T17:05:00Z", name: "Contoso Events", sameProfile: true, account: "events@contoso.example", events: 12, people: 1840, unsent: 3 };

/** The profile's copies, as a core would hold them. */
export function dataHandlers(scenario: Scenario): Handlers {
  const data: DataView = {
    restoredFrom: scenario.restored ? view.madeAt : null,
    held: scenario.restored ? view.unsent : 0,
    undoOffered: scenario.restored === true,
    hasRecoveryKey: scenario.real === true,
  };
  const back = (): void => {
    Object.assign(data, { restoredFrom: view.madeAt, held: view.unsent, undoOffered: true });
  };
  const shut = "This copy is under a passphrase. Enter the one that it was made with.";
  return {
    "data|show_data": () => data,
    "data|make_backup": ({ path, passphrase }) => ({ path, under: passphrase === null ? "recoveryKey" : "passphrase", bytes: 4_812_800 }),
    "data|look_at_backup": ({ secret }) => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
      if (scenario.shutCopy && secret === null) throw refusal("refused", shut, { field: "secret" });
      return view;
    },
    "data|restore_backup": () => {
      back();
      return { backup: view, held: view.unsent, erasedAgain: 2 };
    },
    "data|undo_restore": () => {
      Object.assign(data, { restoredFrom: null, held: 0, undoOffered: false });
      return { backup: view, held: 0, erasedAgain: 0 };
    },
    "data|forget_before_restore": () => {
      data.undoOffered = false;
      return null;
    },
    "data|release_held": ({ decision }) => {
      const held = data.held;
      Object.assign(data, { restoredFrom: null, held: 0 });
      return { planned: decision === "send" ? held : 0, delivered: decision === "delivered" ? held : 0, skipped: decision === "skip" ? held : 0, left: 0, problem: null };
    },
    "data|stop_backup": () => null,
  };
}
