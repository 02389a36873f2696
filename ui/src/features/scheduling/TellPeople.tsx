import { Checkbox, Field } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { counted } from "../../lib/time";
import { useTellChoice } from "./api";

/** Whether those who know of an event are told that it changes. */
export interface Telling {
  /** How many would get a mail. */
  people: number;
  byService: boolean;
  chosen: boolean;
  choose: (tell: boolean) => void;
  /** What goes with the change; null where nobody would be told. */
  tell: boolean | null;
}

/** As chosen last, until it is chosen here. `wanted`: something is about to change. */
export function useTelling(eventId: string, wanted: boolean): Telling {
  const [here, choose] = useState<boolean | null>(null);
  const { data } = useTellChoice(eventId, wanted);
  const people = data?.people ?? 0;
  const chosen = here ?? data?.tell ?? true;
  return { people, byService: data?.byService ?? false, chosen, choose, tell: people > 0 ? chosen : null };
}

/** What is said once it is done; nothing where nobody was to be told. */
export function saidOfTelling({ tell, people, byService }: Telling, planned: number): string {
  if (tell === null) return "";
  if (!tell) return ` Nobody is told: ${counted(people, "person still knows", "people still know")} it as it was.`;
  if (byService) return ` The service tells ${counted(people, "person", "people")}.`;
  return planned > 0 ? ` ${counted(planned, "mail waits", "mails wait")} to be sent.` : "";
}

export function TellPeople({ telling, what }: { telling: Telling; what: string }): ReactNode {
  const { people, byService, chosen, choose } = telling;
  if (people === 0) return null;
  const how = byService ? "The service sends it" : "It waits under Messages until you send it";
  return (
    <Field hint={chosen ? `Each gets one mail ${what}. ${how}.` : "Nobody gets a mail."}>
      <Checkbox checked={chosen} onChange={(_, { checked }) => { choose(checked === true); }} label={`Tell the ${counted(people, "person", "people")} who registered`} />
    </Field>
  );
}
