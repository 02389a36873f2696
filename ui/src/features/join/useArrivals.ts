import { useEffect, useRef, useState } from "react";
import { useArrivingLinks } from "./api";
import { useInCompanion } from "./place";

export interface Question {
  /** The newest link. */
  link: string;
  /** How many it has replaced. */
  others: number;
}

interface Arrivals {
  /** Arrived during a call, and waits for an answer. */
  question: Question | null;
  /** How many links gave way to the one that is shown, without the person having done anything with them. */
  passedOver: number;
  /** Takes the question away; what it was about. */
  settle: () => Question | null;
  /** Another page is shown than that of the link that came last. */
  forget: () => void;
}

/**
 * Links that arrive while the window is open. The newest one is shown; those that it replaces before the person has
 * touched anything are counted, so that none is lost unsaid.
 */
export function useArrivals(first: { pending: boolean; passedOver: number }, busy: boolean, open: (link: string) => void): Arrivals {
  const [question, setQuestion] = useState<Question | null>(null);
  const [passedOver, setPassedOver] = useState(first.passedOver);
  const untouched = useRef(first.pending);
  useEffect(() => {
    const touched = (): void => {
      untouched.current = false;
    };
    window.addEventListener("pointerdown", touched, true);
    window.addEventListener("keydown", touched, true);
    return () => {
      window.removeEventListener("pointerdown", touched, true);
      window.removeEventListener("keydown", touched, true);
    };
  }, []);

  useArrivingLinks(!useInCompanion(), (arrived) => {
    const { link } = arrived;
    if (busy) {
      setQuestion((before) => ({ link, others: arrived.passedOver + (before === null ? 0 : before.others + 1) }));
      return;
    }
    const replaced = untouched.current;
    untouched.current = true;
    setPassedOver((before) => arrived.passedOver + (replaced ? before + 1 : 0));
    open(link);
  });

  return {
    question,
    passedOver,
    settle: () => {
      setQuestion(null);
      setPassedOver(question?.others ?? 0);
      return question;
    },
    forget: () => {
      untouched.current = false;
      setPassedOver(0);
    },
  };
}
