import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, SplitButton, type MenuButtonProps } from "@fluentui/react-components";
import { Globe20Regular, Open20Regular, PeopleCommunity20Regular } from "@fluentui/react-icons";
import type { ReactElement, ReactNode } from "react";
import type { JoinView, TeamsWay } from "../../bindings/core";
import { useTeamsWays } from "./api";

const WAYS: Readonly<Record<TeamsWay, { words: string; icon: ReactElement }>> = {
  app: { words: "In the Teams app", icon: <PeopleCommunity20Regular /> },
  web: { words: "In the browser", icon: <Globe20Regular /> },
};

interface TeamsButtonProps {
  view: JoinView;
  words: string;
  appearance: "primary" | "secondary";
  className?: string;
  /** The button that Enter presses. */
  submit?: boolean;
  /** null: as last time. */
  onTeams: (way: TeamsWay | null) => void;
}

/** The way into Teams, and beside it the choice between app and browser where this machine has both. */
export function TeamsButton({ view, words, appearance, className = "", submit = false, onTeams }: TeamsButtonProps): ReactNode {
  const { ways, chosen } = useTeamsWays(view.joinId, view.canOpenTeams);
  const open = submit ? {} : { onClick: () => { onTeams(null); } };
  const type = submit ? "submit" : "button";
  if (ways.length < 2) {
    return (
      <Button type={type} size="large" appearance={appearance} className={className} icon={<Open20Regular />} {...open}>
        {words}
      </Button>
    );
  }
  return (
    <Menu positioning="below-end" checkedValues={{ way: [chosen] }}>
      <MenuTrigger disableButtonEnhancement>
        {(trigger: MenuButtonProps) => (
          <SplitButton
            size="large"
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
