import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorFace } from "../components/Face";

export function ScreenError({ error, reset }: ErrorComponentProps): ReactNode {
  return <ErrorFace title="This screen could not be drawn" error={error} retry={reset} />;
}
