import type { ReactNode } from "react";
import styles from "./QrCode.module.css";

/** A QR code drawn by the core. It is shown as an image, so that nothing inside the drawing can run. */
export function QrCode({ svg, label, size }: { svg: string; label: string; size: number }): ReactNode {
  return <img className={styles.code} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={label} width={size} height={size} />;
}
