import { Button, type ButtonProps } from "@fluentui/react-components";
import { Checkmark20Regular } from "@fluentui/react-icons/headless/svg/checkmark";
import { Copy20Regular } from "@fluentui/react-icons/headless/svg/copy";
import { useEffect, useState, type ReactNode } from "react";
import { tell } from "../lib/toasts";

/** Copies `text`, and says so on the button itself for a moment. */
export function CopyButton({ text, children, label, appearance = "secondary", size = "medium" }: { text: string; children: string; label?: string; appearance?: "secondary" | "subtle" | "primary"; size?: NonNullable<ButtonProps["size"]> }): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => {
      setCopied(false);
    }, 2_000);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      tell({ kind: "failed", text: "The clipboard can’t be reached. Select the text and copy it by hand." });
    }
  };
  return (
    <Button appearance={appearance} size={size} icon={copied ? <Checkmark20Regular /> : <Copy20Regular />} aria-label={copied ? undefined : label} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? "Copied" : children}</span>
    </Button>
  );
}
