import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { Dismiss20Regular } from "@fluentui/react-icons/headless/svg/dismiss";
import type { ReactNode } from "react";

/** A panel at the window's end edge. The page behind it stays usable; Esc closes it. */
export function SidePanel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <OverlayDrawer open modalType="non-modal" position="end" style={{ width: 380, top: "var(--strip, 0px)", height: "auto" }} aria-label={title} onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label="Close" icon={<Dismiss20Regular />} onClick={onClose} />}>
          <bdi>{title}</bdi>
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>{children}</DrawerBody>
    </OverlayDrawer>
  );
}
