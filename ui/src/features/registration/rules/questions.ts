import type { Question, QuestionKind } from "../../../bindings/core";

export type KindName = QuestionKind["type"];

export const kindWords: Record<KindName, string> = {
  text: "One line",
  lines: "Several lines",
  choice: "One of several",
  choices: "Some of several",
  yesNo: "Yes or no",
  consent: "Consent",
};

export function newKind(type: KindName): QuestionKind {
  if (type === "choice" || type === "choices") return { type, options: ["", ""] };
  if (type === "consent") return { type, text: "" };
  return { type };
}

/** Another kind of the same question keeps what both have: the options. */
export function asKind(kind: QuestionKind, type: KindName): QuestionKind {
  const next = newKind(type);
  if ("options" in next && "options" in kind) return { ...next, options: kind.options };
  return next;
}

/** An id that answers are kept under: short, and not used before in this form. */
export function freshId(questions: Question[]): string {
  let number = questions.length + 1;
  while (questions.some(({ id }) => id === `q${number}`)) number += 1;
  return `q${number}`;
}

/** What a condition can ask of a question; empty where none can. */
export function possibleAnswers(kind: QuestionKind): string[] {
  if ("options" in kind) return kind.options.filter((option) => option.trim() !== "");
  return kind.type === "yesNo" || kind.type === "consent" ? ["yes", "no"] : [];
}

/** One place up or down. A condition on a question that does not come before any more is dropped: it could never be met. */
export function moved(questions: Question[], from: number, step: -1 | 1): Question[] {
  const next = [...questions];
  const [question] = next.splice(from, 1);
  if (!question || from + step < 0 || from + step > next.length) return questions;
  next.splice(from + step, 0, question);
  return withoutLateConditions(next);
}

/** Without conditions that look forward, or at what is gone. */
export function withoutLateConditions(questions: Question[]): Question[] {
  const earlier = new Set<string>();
  return questions.map((question) => {
    const fine = question.shownWhen === null || earlier.has(question.shownWhen.question);
    earlier.add(question.id);
    return fine ? question : { ...question, shownWhen: null };
  });
}
