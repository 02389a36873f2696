import { lazy, Suspense, type ReactNode } from "react";
import { ErrorBoundary } from "../../components/ErrorBoundary";
import { CoreError } from "../../ipc/core";
import { refreshToken, useOpenInTeams } from "./api";
import { ConfirmService } from "./ConfirmService";
import { EndPage } from "./EndPage";
import type { Step } from "./join-state";
import { NewLinkQuestion } from "./NewLinkQuestion";
import { NotHere, Undecided } from "./NotHere";
import { PasteLink } from "./PasteLink";
import { PreJoin } from "./PreJoin";
import { useJoining } from "./useJoining";
import { Waiting } from "./Waiting";

// The composite and the calling SDK are megabytes; nothing of them is asked for before Join is pressed.
const loadStage = () => import("./stage/Stage");
const Stage = lazy(loadStage);

interface JoinPageProps {
  /** The link that started this window, if one did. */
  pendingLink: string | null;
}

/** From a link or ticket to the call and out again. */
export function JoinPage({ pendingLink }: JoinPageProps): ReactNode {
  const joining = useJoining(pendingLink, loadStage);
  return (
    <ErrorBoundary>
      <CurrentStep joining={joining} />
      {joining.question !== null && <NewLinkQuestion answer={joining.answer} />}
    </ErrorBoundary>
  );
}

function CurrentStep({ joining }: { joining: ReturnType<typeof useJoining> }): ReactNode {
  const { step } = joining;
  const teams = useOpenInTeams();
  switch (step.at) {
    case "door":
      return <PasteLink onGiven={(input) => { joining.decide({ input, passcode: null }); }} />;
    case "deciding":
      return <Waiting text="Reading the link…" onCancel={joining.back} />;
    case "failed":
      return <Undecided error={step.error} onRetry={() => { joining.decide(step.invitation); }} onBack={joining.back} />;
    case "decided":
      return <Decided joining={joining} step={step} />;
    case "joining":
      return <Waiting text={`Joining ${step.view.event?.title ?? "the meeting"}…`} onCancel={joining.back} />;
    case "call":
      return (
        <Suspense fallback={<Waiting text="Joining…" onCancel={joining.back} />}>
          <Stage
            key={step.view.joinId}
            title={step.view.event?.title ?? "Teams meeting"}
            credentials={step.credentials}
            choices={step.guest.choices}
            refreshToken={() => refreshToken(step.view.joinId)}
            onEnded={joining.ended}
          />
        </Suspense>
      );
    case "ended":
      return (
        <EndPage
          view={step.view}
          end={step.end}
          error={teams.error}
          onRejoin={() => { joining.join(step.guest); }}
          onTeams={() => { teams.mutate(step.view.joinId); }}
          onBack={joining.back}
        />
      );
  }
}

function Decided({ joining, step }: { joining: ReturnType<typeof useJoining>; step: Extract<Step, { at: "decided" }> }): ReactNode {
  const teams = useOpenInTeams();
  const { view } = step;
  const onTeams = (): void => {
    teams.mutate(view.joinId);
  };
  if (view.service !== null && !view.service.confirmed) {
    const { origin } = view.service;
    const onYes = (): void => {
      joining.decide({ ...step.invitation, confirmedService: origin });
    };
    return <ConfirmService view={view} error={teams.error} onYes={onYes} onTeams={onTeams} onBack={joining.back} />;
  }
  const failed = view.blockers.find(({ code }) => code === "service");
  if (failed !== undefined) {
    const error = teams.error ?? new CoreError({ code: "remote", message: failed.message, retryAfter: null, field: null });
    const onRetry = (): void => {
      joining.decide(step.invitation);
    };
    return <Undecided error={error} onRetry={onRetry} onTeams={view.canOpenTeams ? onTeams : undefined} onBack={joining.back} />;
  }
  if (view.verdict !== "embed") {
    return <NotHere view={view} error={teams.error} opened={teams.isSuccess} onOpen={onTeams} onBack={joining.back} />;
  }
  const error = step.error ?? teams.error;
  return <PreJoin key={view.joinId} view={view} error={error} onJoin={joining.join} onTeams={onTeams} onBack={joining.back} />;
}
