import { Field, Select } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { JoinAs, JoinIdentity } from "../../bindings/core";
import styles from "./JoinPage.module.css";

function words({ as, account }: JoinIdentity): string {
  const whose = account ?? "your account";
  switch (as) {
    case "guest":
      return "A guest";
    case "teams":
      return whose;
    case "entra":
      return `${whose}, without Teams (preview)`;
  }
}

interface JoinAsFieldProps {
  identities: readonly JoinIdentity[];
  chosen: JoinIdentity | undefined;
  onChosen: (joinsAs: JoinAs) => void;
}

/** As whom one joins: asked only where there is a choice. */
export function JoinAsField({ identities, chosen, onChosen }: JoinAsFieldProps): ReactNode {
  if (chosen === undefined) return null;
  if (identities.length < 2) return chosen.as === "guest" ? null : <p className={styles.note}>{`You join as ${words(chosen)}.`}</p>;
  return (
    <Field label="Join as" {...(chosen.as === "teams" ? { hint: "With the name that Teams knows." } : {})}>
      <Select
        size="large"
        value={chosen.as}
        onChange={(_, { value }) => {
          const picked = identities.find(({ as }) => as === value);
          if (picked !== undefined) onChosen(picked.as);
        }}
      >
        {identities.map((identity) => (
          <option key={identity.as} value={identity.as}>
            {words(identity)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
