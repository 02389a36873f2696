import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "../../lib/keys";
import { probeAbilities } from "./abilities";

interface Environment {
  supported: boolean;
  /** "Chrome 140" */
  browser: string;
}

/** The SDK's own opinion of this webview. It goes by the name that the webview gives itself, so it only warns. */
async function ask(): Promise<Environment> {
  const { CallClient, Features } = await import("@azure/communication-calling");
  const { environment, isSupportedEnvironment } = await new CallClient().feature(Features.DebugInfo).getEnvironmentInfo();
  return { supported: isSupportedEnvironment, browser: `${environment.browser} ${environment.browserVersion}`.trim() };
}

/** True once the page stands and has nothing better to do: the SDK is megabytes. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const later = (): void => {
      setIdle(true);
    };
    // WebKit has no idle callbacks.
    if (typeof window.requestIdleCallback !== "function") {
      const timer = setTimeout(later, 1_000);
      return () => {
        clearTimeout(timer);
      };
    }
    const wait = window.requestIdleCallback(later, { timeout: 5_000 });
    return () => {
      window.cancelIdleCallback(wait);
    };
  }, []);
  return idle;
}

/** Asked once a start, after the page is painted, and only where there is a call to be made. */
export function useEnvironment(wanted: boolean): UseQueryResult<Environment> {
  const idle = useIdle();
  return useQuery({
    queryKey: keys.callingEnvironment,
    queryFn: ask,
    enabled: wanted && idle && probeAbilities().rtc,
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  });
}
