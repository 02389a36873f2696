import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { errorText } from "../../components/Face";
import type { Move } from "./useMove";

/** Why the window does not go to another account yet, and what can be done about it. */
export function MoveNote({ move }: { move: Move }): ReactNode {
  if (move.error !== null) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{errorText(move.error)}</MessageBarBody>
      </MessageBar>
    );
  }
  if (move.waits.length > 0) {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>This account is still at work.</MessageBarTitle> {move.waits.join(" ")} {move.waiting ? "The other account opens as soon as that is done." : "It would be cut off."}
        </MessageBarBody>
        <MessageBarActions>
          {!move.waiting && <Button onClick={move.wait}>Go when it is done</Button>}
          <Button onClick={move.stay}>Stay here</Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
  return move.leaving ? <Spinner size="tiny" label="Opening the other account…" /> : null;
}
