import { lazy, Suspense, type ReactNode } from "react";

const Palette = lazy(() => import("./Palette"));
const LinkDialog = lazy(() => import("./LinkDialog"));
const ShortcutSheet = lazy(() => import("./ShortcutSheet"));
const JoinDialog = lazy(() => import("./JoinDialog"));
const AccountPopover = lazy(() => import("./AccountPopover"));

export type Overlay = "palette" | "join" | "link" | "keys" | "account";

interface Props {
  open: Overlay;
  /** Another in its place; null: none. */
  onOpen: (next: Overlay | null) => void;
}

/** What opens over the desk, one at a time; nothing of it belongs to the first screen. */
export default function Overlays({ open, onOpen }: Props): ReactNode {
  const close = (): void => {
    onOpen(null);
  };
  return (
    <Suspense fallback={null}>
      {open === "palette" && (
        <Palette onClose={close} onJoin={() => { onOpen("join"); }} onExplain={() => { onOpen("link"); }} onKeys={() => { onOpen("keys"); }} onAccounts={() => { onOpen("account"); }} />
      )}
      {open === "keys" && <ShortcutSheet onClose={close} />}
      {open === "link" && <LinkDialog onClose={close} />}
      {open === "join" && <JoinDialog onClose={close} />}
      {open === "account" && <AccountPopover onClose={close} />}
    </Suspense>
  );
}
