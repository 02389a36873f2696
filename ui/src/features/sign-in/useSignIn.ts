import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { DeviceCode } from "../../bindings/core";
import { useApproveInSandbox, useCancelSignIn, useSignInProgress, useStartBrowser, useStartDeviceCode } from "./api";
import { tell } from "../../lib/toasts";
import type { Ended } from "./SignInEnded";

type Way = "browser" | "code" | "sandbox";

interface SignIn {
  way: Way | "none";
  code: DeviceCode | null;
  arrived: boolean;
  ended: Ended | null;
  approving: boolean;
  approve: (userCode: string) => void;
  begin: (way: Way) => void;
  changeToCode: () => void;
  stop: () => void;
}

/** One attempt to sign in, from the button to the account; whatever was refused before is forgotten at the next. */
export function useSignIn(onSignedIn: () => void): SignIn {
  const client = useQueryClient();
  const [way, setWay] = useState<Way | "none">("none");
  const { progress, reset } = useSignInProgress();
  const deviceCode = useStartDeviceCode();
  const browser = useStartBrowser();
  const cancel = useCancelSignIn();
  const approval = useApproveInSandbox();
  const signedIn = useRef(onSignedIn);
  useEffect(() => {
    signedIn.current = onSignedIn;
  });
  const arrived = progress?.state === "signedIn";
  const personal = arrived && progress.account.looksPersonal;
  useEffect(() => {
    if (personal) tell({ kind: "warning", text: "This looks like a person’s own account. Events belong to it and end with it; a shared account such as events@your-company.com outlives people." });
  }, [personal]);
  useEffect(() => {
    if (!arrived) return;
    void client.invalidateQueries().then(() => {
      signedIn.current();
    });
  }, [arrived, client]);

  const forget = (): void => {
    reset();
    deviceCode.reset();
    browser.reset();
    approval.reset();
  };
  const begin = (chosen: Way): void => {
    forget();
    setWay(chosen);
    if (chosen === "browser") browser.mutate();
    else if (chosen === "code") deviceCode.mutate();
    else deviceCode.mutate(undefined, { onSuccess: (code) => approval.mutate(code.userCode) });
  };
  const refused = deviceCode.error ?? browser.error ?? approval.error;
  const told = progress === null || progress.state === "pending" || progress.state === "signedIn" ? null : progress;
  return {
    way,
    code: deviceCode.data ?? null,
    arrived,
    ended: refused ? { state: "failed", error: refused } : told,
    approving: approval.isPending,
    approve: approval.mutate,
    begin,
    changeToCode: () => cancel.mutate(undefined, { onSettled: () => begin("code") }),
    stop: () => {
      setWay("none");
      forget();
      cancel.mutate();
    },
  };
}
