import { lazy, Suspense, type ReactNode } from "react";
import { useProfiles } from "../features/accounts/api";

const OtherAccounts = lazy(() => import("./OtherAccountsHere"));

/** The other accounts on this computer, where this one's desk is not to be had. Mostly there are none, and nothing is loaded for them. */
export default function Elsewhere(): ReactNode {
  const others = useProfiles().data?.profiles.some(({ open, account }) => !open && account !== null) ?? false;
  if (!others) return null;
  return (
    <Suspense fallback={null}>
      <OtherAccounts />
    </Suspense>
  );
}
