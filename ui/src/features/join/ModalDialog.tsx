import { useEffect, useId, useRef, type ReactNode } from "react";
import styles from "./JoinPage.module.css";

interface ModalDialogProps {
  title: string;
  /** Escape was pressed, or the system closed the dialog. */
  onDismiss: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it lies above everything that the call's components put on top of the page. */
export function ModalDialog({ title, onDismiss, children }: ModalDialogProps): ReactNode {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const dismiss = useRef(onDismiss);
  useEffect(() => {
    dismiss.current = onDismiss;
  });
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    element.querySelector<HTMLElement>("[data-first]")?.focus();
    // The call's components take Escape for themselves in places, so it is caught before they hear of it.
    const heard = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      dismiss.current();
    };
    window.addEventListener("keydown", heard, true);
    return () => {
      window.removeEventListener("keydown", heard, true);
    };
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={onDismiss}>
      <h2 id={id} className={styles.dialogTitle}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
