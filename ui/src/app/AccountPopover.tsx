import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { AccountMenu } from "../features/accounts/AccountMenu";

/** Beside the rail's initials. */
export default function AccountPopover({ onClose }: { onClose: () => void }): ReactNode {
  const navigate = useNavigate();
  const target = document.getElementById("me");
  const close = (): void => {
    onClose();
    target?.focus();
  };
  return (
    <Fluent>
      <AccountMenu
        target={target}
        onClose={close}
        onManage={() => {
          onClose();
          void navigate({ to: "/settings" });
        }}
      />
    </Fluent>
  );
}
