import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { OtherAccounts } from "../features/accounts/OtherAccounts";

export default function OtherAccountsHere(): ReactNode {
  return (
    <Fluent>
      <OtherAccounts />
    </Fluent>
  );
}
