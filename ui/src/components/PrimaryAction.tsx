import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";

/** Puts a tab's one primary action into the page's head, top right, where every screen has it. */
export function PrimaryAction({ children }: { children: ReactNode }): ReactNode {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => {
    setPlace(document.getElementById("page-primary"));
  }, []);
  return place && createPortal(children, place);
}
