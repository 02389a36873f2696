import { useId, useState, type ReactNode } from "react";
import { ErrorCircle24Regular } from "@fluentui/react-icons/headless/svg/error-circle";
import { asCoreError, call } from "../ipc/core";
import type { ErrorCode } from "../bindings/core";
import { PlainButton } from "./PlainButton";
import styles from "./Face.module.css";

const titles: Partial<Record<ErrorCode, string>> = {
  signInNeeded: "Please sign in again",
  keychainLocked: "Your keychain is locked",
  keychainAbsent: "This computer has no keychain",
  keyGone: "The key of this profile is gone",
  offline: "No connection",
  captive: "This network answers in Microsoft’s place",
  throttled: "Microsoft asks us to wait a little",
  refused: "Microsoft didn’t allow this",
  consentNeeded: "An administrator has to agree first",
  notFound: "This is no longer here",
  conflict: "This was changed somewhere else",
  newerProfile: "This profile belongs to a newer Lectern",
  diskFull: "There is no room left on the disk",
  waits: "This waits for the service",
  busy: "Another window or program is at it",
  remote: "Microsoft’s service had a problem",
};

/** What a failure is called, in a few words. */
export function errorTitle(error: unknown): string {
  return titles[asCoreError(error).code] ?? "That didn’t work";
}

/** What happened and what to do, with the wait that the service asked for. */
export function errorText(error: unknown): string {
  const { message, retryAfter } = asCoreError(error);
  return retryAfter ? `${message} Try again in ${retryAfter} s.` : message;
}

/** Whether a browser can help: the network has a page of its own to sign in on. */
export function isCaptive(error: unknown): boolean {
  return asCoreError(error).code === "captive";
}

/** Opens the page on which the network wants people to sign in; what stands in the way of that is handed on. */
export function openNetworkPage(failed: (error: unknown) => void): void {
  call("session|open_network_page").catch(failed);
}

interface EmptyFaceProps {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
  level?: "h1" | "h2" | "h3";
}

/** A list that has nothing yet: what it is for, and the one button. */
export function EmptyFace({ icon, title, text, action, level: Title = "h2" }: EmptyFaceProps): ReactNode {
  return (
    <div className={styles.face}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <Title className={styles.title}>{title}</Title>
      <p className={styles.text}>{text}</p>
      {action}
    </div>
  );
}

/** What happened, what to do, and a way to try again. */
export function ErrorFace({ error, retry, title, level: Title = "h2" }: { error: unknown; retry?: () => void; title?: string; level?: "h1" | "h2" }): ReactNode {
  const id = useId();
  const [notOpened, setNotOpened] = useState<unknown>(null);
  return (
    <div className={styles.face} role="alert" aria-labelledby={id}>
      <span className={styles.failed} aria-hidden="true">
        <ErrorCircle24Regular />
      </span>
      <Title className={styles.title} id={id}>
        {title ?? errorTitle(error)}
      </Title>
      <p className={styles.text}>{errorText(error)}</p>
      {notOpened !== null && <p className={styles.text}>{errorText(notOpened)}</p>}
      <div className={styles.actions}>
        {isCaptive(error) && (
          <PlainButton look="primary" onClick={() => { openNetworkPage(setNotOpened); }}>
            Open the sign-in page
          </PlainButton>
        )}
        {retry && <PlainButton onClick={retry}>Try again</PlainButton>}
      </div>
    </div>
  );
}
