import { FluentProvider, PortalMountNodeProvider } from "@fluentui/react-components";
import { useEffect, type ReactNode } from "react";

// The tokens come from the page's style sheet, so the provider has none of its own to add.
const tokensAreOnThePage = {};

/** Where Fluent's components are drawn: around each screen that uses them, so that the first one loads without. */
export function Fluent({ children }: { children: ReactNode }): ReactNode {
  useEffect(() => {
    void import("./keyboard-library").then(({ keepKeyboardLibrary }) => { keepKeyboardLibrary(); });
  }, []);
  return (
    <FluentProvider theme={tokensAreOnThePage} className="lectern" style={{ display: "contents" }}>
      <PortalMountNodeProvider value={document.getElementById("overlays") ?? undefined}>{children}</PortalMountNodeProvider>
    </FluentProvider>
  );
}
