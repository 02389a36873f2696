import type { ImportChoices, ImportColumn, ImportField } from "../../bindings/core";

/** What a column is: something of the person's, an answer to a question, or nothing that is wanted. */
export type Meaning = { field: ImportField } | { question: string } | null;

export function meaningOf({ field, question }: ImportColumn): Meaning {
  if (field !== null) return { field };
  return question === null ? null : { question };
}

/** As a menu's value, and back. */
export function wordOf(meaning: Meaning): string {
  if (meaning === null) return "";
  return "field" in meaning ? `field ${meaning.field}` : `question ${meaning.question}`;
}

export function meaningIn(word: string): Meaning {
  const [kind, ...rest] = word.split(" ");
  const what = rest.join(" ");
  if (kind === "question") return { question: what };
  return kind === "field" ? { field: what as ImportField } : null;
}

/** Each thing comes from one column: choosing it elsewhere frees the column that had it. */
export function assign(meanings: Meaning[], column: number, meaning: Meaning): Meaning[] {
  const taken = wordOf(meaning);
  return meanings.map((other, index) => (index === column ? meaning : taken !== "" && wordOf(other) === taken ? null : other));
}

/** As the core is told. */
export function choicesOf(meanings: Meaning[], sheet: string | null): ImportChoices {
  return {
    fields: meanings.map((meaning) => (meaning !== null && "field" in meaning ? meaning.field : null)),
    questions: meanings.map((meaning) => (meaning !== null && "question" in meaning ? meaning.question : null)),
    sheet,
  };
}
