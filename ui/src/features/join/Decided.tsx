import type { ReactNode } from "react";
import type { TeamsWay } from "../../bindings/core";
import { CoreError } from "../../ipc/core";
import { CompanionDoor } from "./CompanionPage";
import { ConfirmService } from "./ConfirmService";
import type { GuestAnswers } from "./GuestFields";
import type { Invitation, Offering } from "./join-state";
import { NotHere, Undecided } from "./NotHere";
import { PreJoin } from "./PreJoin";
import type { useJoining } from "./useJoining";

/** What somebody had typed when Teams was tried instead. */
export interface Typed {
  joinId: string;
  answers: GuestAnswers;
}

interface DecidedProps {
  step: Extract<Offering, { at: "decided" }>;
  error: Error | null;
  joining: ReturnType<typeof useJoining>;
  typed: Typed | null;
  onTyped: (typed: Typed) => void;
  onExplain: (about: Invitation) => void;
  onTeams: (way: TeamsWay | null) => void;
}

/** The screen that fits the decision. */
export function Decided({ step: { view, invitation }, error, joining, typed, onTyped, onExplain, onTeams }: DecidedProps): ReactNode {
  const explain = (): void => {
    onExplain(invitation);
  };
  if (view.service !== null && !view.service.confirmed) {
    const { origin } = view.service;
    const onYes = (): void => {
      joining.decide({ ...invitation, confirmedService: origin });
    };
    return <ConfirmService view={view} error={error} onYes={onYes} onTeams={onTeams} onBack={joining.back} />;
  }
  const failed = view.blockers.find(({ code }) => code === "service");
  if (failed !== undefined) {
    const told = error ?? new CoreError({ code: "remote", message: failed.message, retryAfter: null, field: null });
    const onRetry = (): void => {
      joining.decide(invitation);
    };
    return <Undecided error={told} view={view} onRetry={onRetry} onTeams={onTeams} onBack={joining.back} />;
  }
  if (view.surface === "companion") {
    return <CompanionDoor view={view} wished={invitation.separate === true} error={error} onOpen={joining.companion.open} onExplain={explain} onTeams={onTeams} onBack={joining.back} />;
  }
  if (view.verdict !== "embed") return <NotHere view={view} error={error} onExplain={explain} onTeams={onTeams} onBack={joining.back} />;
  const { joinId } = view;
  return (
    <PreJoin
      key={joinId}
      view={view}
      error={error}
      typed={typed?.joinId === joinId ? typed.answers : null}
      onJoin={joining.join}
      onTeams={(way, answers) => {
        onTyped({ joinId, answers });
        onTeams(way);
      }}
      onExplain={explain}
      onSeparate={() => { joining.decide({ ...invitation, separate: true }); }}
      onBack={joining.back}
    />
  );
}
