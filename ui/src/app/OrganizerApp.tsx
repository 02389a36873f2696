import { lazy, Suspense, useState, type ReactNode } from "react";
import { ErrorFace } from "../components/Face";
import { useDesk } from "../lib/desk";

const SignInPage = lazy(async () => ({ default: (await import("../features/sign-in/SignInPage")).SignInPage }));
const RecoveryKeyPage = lazy(async () => ({ default: (await import("../features/sign-in/RecoveryKeyPage")).RecoveryKeyPage }));
const Elsewhere = lazy(() => import("./Elsewhere"));
const Desk = lazy(() => import("./Desk"));

/** The organizer's window: sign-in while there is nobody, the desk from then on. */
export default function OrganizerApp(): ReactNode {
  const desk = useDesk();
  const [renewing, setRenewing] = useState(false);
  const [later, setLater] = useState(false);
  if (desk.isPending) return null;
  if (!desk.data) {
    return (
      <main>
        <ErrorFace level="h1" error={desk.error} retry={() => void desk.refetch()} />
        <Suspense fallback={null}>
          <Elsewhere />
        </Suspense>
      </main>
    );
  }
  const { account } = desk.data;
  const signIn = account === null || renewing;
  if (!signIn && desk.data.recoveryKeyDue && !later) {
    return (
      <Suspense fallback={null}>
        <RecoveryKeyPage onLater={() => setLater(true)} />
      </Suspense>
    );
  }
  return (
    <Suspense fallback={null}>
      {signIn ? (
        <SignInPage
          desk={desk.data}
          others={<Elsewhere />}
          onSignedIn={() => {
            setRenewing(false);
          }}
          onBack={account ? () => { setRenewing(false); } : undefined}
        />
      ) : (
        <Desk
          account={account}
          onSignInAgain={() => {
            setRenewing(true);
          }}
          onShowRecoveryKey={() => setLater(false)}
        />
      )}
    </Suspense>
  );
}
