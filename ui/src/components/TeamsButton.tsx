import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, SplitButton, type MenuButtonProps } from "@fluentui/react-components";
import { Globe20Regular } from "@fluentui/react-icons/headless/svg/globe";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import { PeopleCommunity20Regular } from "@fluentui/react-icons/headless/svg/people-community";
import { WindowNew20Regular } from "@fluentui/react-icons/headless/svg/window-new";
import type { ReactElement, ReactNode } from "react";
import type { TeamsWay, TeamsWays } from "../bindings/core";

const WAYS: Readonly<Record<TeamsWay, { words: string; icon: ReactElement }>> = {
  app: { words: "In the Teams app", icon: <PeopleCommunity20Regular /> },
  browser: { words: "In the browser, which asks how", icon: <Globe20Regular /> },
  web: { words: "In Teams on the web", icon: <WindowNew20Regular /> },
};

interface TeamsButtonProps {
  ways: TeamsWays;
  words: string;
  appearance: "primary" | "secondary";
  size?: "medium" | "large";
  className?: string;
  /** The button that Enter presses. */
  submit?: boolean;
  /** null: as last time. */
  onTeams: (way: TeamsWay | null) => void;
}

/** The way into Teams, and beside it the choice between app and browser where there is more than one way. */
export function TeamsButton({ ways: { ways, chosen }, words, appearance, size = "medium", className = "", submit = false, onTeams }: TeamsButtonProps): ReactNode {
  const open = submit ? {} : { onClick: () => { onTeams(null); } };
  const type = submit ? "submit" : "button";
  if (ways.length < 2) {
    return (
      <Button type={type} size={size} appearance={appearance} className={className} icon={<Open20Regular />} {...open}>
        {words}
      </Button>
    );
  }
  return (
    <Menu positioning="below-end" checkedValues={{ way: [chosen] }}>
      <MenuTrigger disableButtonEnhancement>
        {(trigger: MenuButtonProps) => (
          <SplitButton
            size={size}
            appearance={appearance}
            className={className}
            icon={<Open20Regular />}
            menuButton={{ ...trigger, "aria-label": "Choose how Teams opens" }}
            primaryActionButton={{ type, ...open }}
          >
            {words}
          </SplitButton>
        )}
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {ways.map((way) => (
            <MenuItemRadio key={way} name="way" value={way} icon={WAYS[way].icon} onClick={() => { onTeams(way); }}>
              {WAYS[way].words}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
