import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./PlainButton.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "outline" | "primary" | "subtle";
  icon?: ReactNode;
}

/** Fluent's button drawn from its tokens alone, for the first screen, where the real one's code would cost its budget. */
export function PlainButton({ look = "outline", icon, children, className, ...rest }: Props): ReactNode {
  return (
    <button type="button" className={[styles.button, styles[look], className].filter(Boolean).join(" ")} {...rest}>
      {icon}
      {children}
    </button>
  );
}
