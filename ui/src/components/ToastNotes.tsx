import { useEffect, useState, type ReactNode } from "react";
import { CheckmarkCircle20Regular } from "@fluentui/react-icons/headless/svg/checkmark-circle";
import { Dismiss16Regular } from "@fluentui/react-icons/headless/svg/dismiss";
import { ErrorCircle20Regular } from "@fluentui/react-icons/headless/svg/error-circle";
import { Warning20Regular } from "@fluentui/react-icons/headless/svg/warning";
import { dismiss, type Toast } from "../lib/toasts";
import { PlainButton } from "./PlainButton";
import styles from "./Toasts.module.css";

const READABLE = 5_000;
const UNDOABLE = 10_000;

const icons: Record<Toast["kind"], ReactNode> = {
  done: <CheckmarkCircle20Regular aria-hidden="true" />,
  failed: <ErrorCircle20Regular aria-hidden="true" />,
  warning: <Warning20Regular aria-hidden="true" />,
};

function ToastNote({ toast }: { toast: Toast }): ReactNode {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.kind !== "done") return;
    const timer = setTimeout(
      () => {
        dismiss(toast.id);
      },
      toast.undo ? UNDOABLE : READABLE,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [held, toast]);
  const hold = (): void => {
    setHeld(true);
  };
  const release = (): void => {
    setHeld(false);
  };
  return (
    <li className={styles.toast} data-kind={toast.kind} onMouseEnter={hold} onMouseLeave={release} onFocus={hold} onBlur={release}>
      {icons[toast.kind]}
      <span className={styles.text}>{toast.text}</span>
      {toast.undo && (
        <PlainButton
          onClick={() => {
            dismiss(toast.id);
            toast.undo?.();
          }}
        >
          Undo
        </PlainButton>
      )}
      <PlainButton
        look="subtle"
        aria-label="Dismiss"
        className={styles.dismiss}
        icon={<Dismiss16Regular />}
        onClick={() => {
          dismiss(toast.id);
        }}
      />
    </li>
  );
}

export default function ToastNotes({ toasts }: { toasts: readonly Toast[] }): ReactNode {
  return (
    <ul>
      {toasts.map((toast) => (
        <ToastNote key={toast.id} toast={toast} />
      ))}
    </ul>
  );
}
