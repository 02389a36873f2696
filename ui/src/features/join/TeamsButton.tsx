import type { ReactNode } from "react";
import type { JoinView, TeamsWay } from "../../bindings/core";
import { TeamsButton as Ways } from "../../components/TeamsButton";
import { useTeamsWays } from "./api";

interface TeamsButtonProps {
  view: JoinView;
  words: string;
  appearance: "primary" | "secondary";
  className?: string;
  submit?: boolean;
  /** null: as last time. */
  onTeams: (way: TeamsWay | null) => void;
}

/** The ways into Teams that this machine has for this join. */
export function TeamsButton({ view, ...button }: TeamsButtonProps): ReactNode {
  return <Ways ways={useTeamsWays(view.joinId, view.canOpenTeams)} size="large" {...button} />;
}
