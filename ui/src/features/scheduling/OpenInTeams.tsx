import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Dismiss20Regular } from "@fluentui/react-icons/headless/svg/dismiss";
import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EventDetail, HandedOver, TeamsWay } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { TeamsButton } from "../../components/TeamsButton";
import { handedOver } from "../../lib/handed-over";
import { useEventTeamsWays } from "./api";

type Hosting = UseMutationResult<HandedOver, Error, TeamsWay | null>;

/** One click to where the meeting is hosted: the way of last time, or another that is named. */
export function OpenInTeams({ event, hosting }: { event: EventDetail; hosting: Hosting }): ReactNode {
  const ways = useEventTeamsWays(event.id);
  return <TeamsButton ways={ways} words="Open in Teams" appearance="secondary" onTeams={(way) => { hosting.mutate(way); }} />;
}

/** What was asked for, until the host has seen it; the event stays where it is. */
export function OpenedInTeams({ hosting }: { hosting: Hosting }): ReactNode {
  const dismiss = <Button appearance="transparent" icon={<Dismiss20Regular />} aria-label="Dismiss" onClick={hosting.reset} />;
  if (hosting.error) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{errorText(hosting.error)}</MessageBarBody>
        <MessageBarActions containerAction={dismiss} />
      </MessageBar>
    );
  }
  if (!hosting.data) return null;
  const { way, link } = hosting.data;
  const { title, text, otherwise } = handedOver(way, "meeting");
  const open = (other: TeamsWay) => (): void => {
    hosting.mutate(other);
  };
  return (
    <MessageBar intent="info" layout="multiline" politeness="polite">
      <MessageBarBody>
        <MessageBarTitle>{title}.</MessageBarTitle> {text}
      </MessageBarBody>
      <MessageBarActions containerAction={dismiss}>
        {otherwise && (
          <Button size="small" onClick={open(otherwise.way)}>
            {otherwise.words}
          </Button>
        )}
        <CopyButton text={link} size="small">
          Copy the link
        </CopyButton>
      </MessageBarActions>
    </MessageBar>
  );
}
