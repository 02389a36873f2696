import { Component, type ErrorInfo, type ReactNode } from "react";
import { ErrorFace } from "./Face";

interface Props {
  children: ReactNode;
}

/** Keeps one broken screen from taking the window with it; drafts are in the core, so starting over loses nothing. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error("A screen could not be drawn:", error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorFace
        title="This screen could not be drawn"
        error={this.state.error}
        retry={() => {
          this.setState({ error: null });
        }}
      />
    );
  }
}
