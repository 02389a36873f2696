import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { ExplainLink } from "../features/join/ExplainLink";

/** The organizer's "What is this link?": attendees send theirs when it does not work. */
export default function LinkDialog({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Fluent>
      <ExplainLink about={null} onClose={onClose} />
    </Fluent>
  );
}
