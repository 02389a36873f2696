import { HOST, LONG_GUEST, PRESENTER, RTL_GUEST, type Person } from "./people";

/** One sentence, by caption language. */
export type Line = Readonly<Record<string, string>>;

export interface Turn {
  speaker: Person;
  line: Line;
  /** How long the sentence takes. */
  lastsMs: number;
}

/** Who says what, over and over until the meeting ends. */
export const TURNS: readonly Turn[] = [
  {
    speaker: HOST,
    lastsMs: 4_200,
    line: {
      en: "Welcome, everyone. We have an hour and three things to show you.",
      de: "Herzlich willkommen. Wir haben eine Stunde und drei Themen für Sie.",
      fr: "Bienvenue à tous. Nous avons une heure et trois sujets à vous présenter.",
      ar: "أهلاً بكم جميعاً. لدينا ساعة وثلاثة موضوعات نعرضها عليكم.",
    },
  },
  {
    speaker: PRESENTER,
    lastsMs: 4_600,
    line: {
      en: "I will start with what ships in November, then the customer stories.",
      de: "Ich beginne mit dem, was im November kommt, danach die Kundenbeispiele.",
      fr: "Je commence par ce qui sort en novembre, puis les témoignages clients.",
      ar: "سأبدأ بما سيصدر في نوفمبر، ثم قصص العملاء.",
    },
  },
  {
    speaker: RTL_GUEST,
    lastsMs: 3_400,
    line: {
      en: "Will the slides be shared afterwards?",
      de: "Bekommen wir die Folien im Anschluss?",
      fr: "Les diapositives seront-elles partagées ensuite ?",
      ar: "هل ستُشارَك الشرائح بعد اللقاء؟",
    },
  },
  {
    speaker: HOST,
    lastsMs: 3_800,
    line: {
      en: "Yes. The slides and the recording go out tomorrow morning.",
      de: "Ja. Folien und Aufzeichnung gehen morgen früh raus.",
      fr: "Oui. Les diapositives et l'enregistrement partent demain matin.",
      ar: "نعم. تُرسل الشرائح والتسجيل صباح الغد.",
    },
  },
  {
    speaker: LONG_GUEST,
    lastsMs: 3_600,
    line: {
      en: "From our side the pilot in Munich went better than planned.",
      de: "Aus unserer Sicht lief der Pilot in München besser als geplant.",
      fr: "De notre côté, le pilote de Munich s'est mieux passé que prévu.",
      ar: "من جهتنا سارت التجربة في ميونخ أفضل مما خُطط لها.",
    },
  },
];
