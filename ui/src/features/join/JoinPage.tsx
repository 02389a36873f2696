import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { JoinView, TeamsWay } from "../../bindings/core";
import { ErrorBoundary } from "../../components/ErrorBoundary";
import { useLasting } from "../../lib/hooks";
import { refreshToken, useOpenInTeams } from "./api";
import { CompanionPage, Done } from "./CompanionPage";
import { Decided, type Typed } from "./Decided";
import { ExplainLink } from "./ExplainLink";
import { EndPage } from "./EndPage";
import { HandedOverPage } from "./HandedOverPage";
import type { Invitation, Step } from "./join-state";
import { NewLinkQuestion, passedOver } from "./NewLinkQuestion";
import { Undecided } from "./NotHere";
import { PasteLink } from "./PasteLink";
import { useJoining } from "./useJoining";
import { useInCompanion, useReports } from "./place";
import { useOtherAccount } from "./useOtherAccount";
import { Waiting } from "./Waiting";

// The composite and the calling SDK are megabytes; nothing of them is asked for before Join is pressed.
const loadStage = () => import("./stage/Stage");
const Stage = lazy(loadStage);

/** What lasts less is a flash. */
const FLASH_MS = 150;

/** Where a link's own page is shown, before the call. */
const SHOWN_WITH_LINKS: ReadonlySet<Step["at"]> = new Set<Step["at"]>(["deciding", "decided", "failed"]);

interface JoinPageProps {
  /** The link that started this window, if one did. */
  pendingLink: string | null;
  /** What becomes of it, where that was asked for already. */
  decision?: Promise<JoinView> | null;
  /** How many came before it at the same start. */
  passedOver?: number;
}

/** From a link or ticket to the call and out again. */
export function JoinPage({ pendingLink, decision = null, passedOver: before = 0 }: JoinPageProps): ReactNode {
  const joining = useJoining({ link: pendingLink, decision, passedOver: before }, loadStage);
  useReports(joining.step);
  useOtherAccount(joining.step, joining.decide);
  const [about, setAbout] = useState<Invitation | null>(null);
  return (
    <ErrorBoundary>
      {joining.passedOver > 0 && SHOWN_WITH_LINKS.has(joining.step.at) && <PassedOver count={joining.passedOver} />}
      <CurrentStep joining={joining} onExplain={setAbout} />
      {about !== null && <ExplainLink about={about} onClose={() => { setAbout(null); }} />}
      {joining.question !== null && <NewLinkQuestion key={joining.question.link} question={joining.question} answer={joining.answer} />}
    </ErrorBoundary>
  );
}

function PassedOver({ count }: { count: number }): ReactNode {
  return (
    <aside aria-label="Other links">
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{passedOver(count)}</MessageBarBody>
      </MessageBar>
    </aside>
  );
}

/** Most links are read before anybody could read this: what only flashes is not shown. */
function Reading({ onCancel }: { onCancel: () => void }): ReactNode {
  const lasting = useLasting("reading", FLASH_MS);
  return lasting ? <Waiting text="Reading the link…" onCancel={onCancel} /> : null;
}

interface CurrentStepProps {
  joining: ReturnType<typeof useJoining>;
  onExplain: (about: Invitation) => void;
}

function CurrentStep({ joining, onExplain }: CurrentStepProps): ReactNode {
  const { step } = joining;
  const teams = useOpenInTeams();
  const inCompanion = useInCompanion();
  const [typed, setTyped] = useState<Typed | null>(null);
  const handOver = (joinId: string) => (way: TeamsWay | null) => {
    teams.mutate({ joinId, way }, { onSuccess: (handed) => { joining.handedOver(joinId, handed); } });
  };
  switch (step.at) {
    case "door":
      if (inCompanion) return <Done end={null} />;
      return <PasteLink onGiven={(input) => { joining.decide({ input, passcode: null }); }} onExplain={(input) => { onExplain({ input, passcode: null }); }} />;
    case "deciding":
      return <Reading onCancel={joining.back} />;
    case "failed":
      return <Undecided error={step.error} onRetry={() => { joining.decide(step.invitation); }} onBack={joining.back} />;
    case "decided":
      return <Decided step={step} error={step.error ?? teams.error} joining={joining} typed={typed} onTyped={setTyped} onExplain={onExplain} onTeams={handOver(step.view.joinId)} />;
    case "companion":
      return <CompanionPage step={step} error={teams.error} joining={joining} onTeams={handOver(step.view.joinId)} />;
    case "handedOver":
      return (
        <HandedOverPage
          handed={step.handed}
          before={step.before}
          error={teams.error}
          onTeams={handOver(step.before.view.joinId)}
          onReturn={joining.comeBack}
          onBack={joining.back}
        />
      );
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
      if (inCompanion) return <Done end={step.end} />;
      return (
        <EndPage
          view={step.view}
          end={step.end}
          error={teams.error}
          onRejoin={() => { joining.join(step.guest); }}
          onTeams={handOver(step.view.joinId)}
          onBack={joining.back}
        />
      );
  }
}
