const TO_QUESTIONS = [
  "Good question. Megan comes to that on the next slide.",
  "Yes, and the recording will be on the event page tomorrow.",
  "Let us take that one at the end, I have noted it.",
];
const TO_THANKS = ["You're welcome!", "Glad it helps."];
const TO_GREETINGS = ["Welcome! Good to have you here.", "Hello! We are just starting."];
const OTHERWISE = ["Noted, thank you.", "Thanks for sharing that.", "Same here."];

/** What someone in the room writes back: chosen by what was said, and the same in every run. */
export function replyTo(content: string, turn: number, name: string): string {
  const said = content.replaceAll(/<[^>]*>/g, " ").trim().toLowerCase();
  const pick = (lines: readonly string[]): string => lines[turn % lines.length] ?? "";
  if (said.includes("?")) return pick(TO_QUESTIONS);
  if (/\b(thanks|thank you|danke|merci)\b/.test(said)) return pick(TO_THANKS);
  if (/^(hi|hello|hey|good (morning|afternoon|evening)|hallo|bonjour)\b/.test(said)) {
    return `${pick(TO_GREETINGS)} ${turn === 0 ? `Nice to meet you, ${name}.` : ""}`.trim();
  }
  return pick(OTHERWISE);
}
