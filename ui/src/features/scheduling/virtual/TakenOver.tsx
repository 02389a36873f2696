import { Checkbox, MessageBar, MessageBarBody } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventKind, VirtualSetup } from "../../../bindings/core";
import { counted } from "../../../lib/time";

function given(setup: VirtualSetup, kind: EventKind): string {
  if (kind !== "webinar" || setup.questions.length === 0) return "";
  return `${counted(setup.questions.length, "question", "questions")} at registration, as in `;
}

/** What Teams alone can set, so that it has to be set there again. */
function inTeams({ page }: VirtualSetup, kind: EventKind): string {
  if (kind !== "webinar" || page === null) return "";
  const rules = [page.capacity === null ? null : counted(page.capacity, "place", "places"), page.waitlist ? "a waiting list" : null, page.approval ? "your approval" : null].filter((rule) => rule !== null);
  return rules.length === 0 ? "" : ` Set in Teams alone, so set it there again: ${rules.join(", ")}.`;
}

function people({ presenters, coOrganizers, invited }: VirtualSetup, kind: EventKind): string {
  const several = [
    presenters.length > 0 ? counted(presenters.length, "presenter", "presenters") : null,
    coOrganizers.length > 0 ? counted(coOrganizers.length, "co-organizer", "co-organizers") : null,
    kind === "townHall" && invited.length > 0 ? `${counted(invited.length, "person", "people")} invited` : null,
  ];
  return several.filter((one) => one !== null).join(", ");
}

/** What a new webinar or town hall is given from another one or from a template. */
export function TakenOver({ setup, kind, onChange }: { setup: VirtualSetup; kind: EventKind; onChange: (setup: VirtualSetup) => void }): ReactNode {
  const who = people(setup, kind);
  const words = given(setup, kind);
  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          {words === "" ? "Begun from " : words}“<bdi>{setup.from}</bdi>”.{inTeams(setup, kind)}
          {setup.left.length > 0 && ` Not taken over: ${setup.left.join("; ")}.`}
        </MessageBarBody>
      </MessageBar>
      {who !== "" && <Checkbox label={`Take its people over too (${who}). Teams writes to them.`} checked={setup.withPeople} onChange={(_, { checked }) => { onChange({ ...setup, withPeople: checked === true }); }} />}
    </>
  );
}
