import type { CaptionsInfo, StartCaptionsAdapterOptions } from "@azure/communication-react";
import type { RealTimeTextInfo } from "@azure/communication-calling";
import type { Person } from "./people";
import type { Room } from "./room";
import { CAPTION_LANGUAGES, SPOKEN_LANGUAGES } from "./shape";
import type { Line } from "./speech";

const PARTIAL_AFTER_MS = 900;
const FINAL_AFTER_MS = 2_200;
/** The service keeps the last captions only; so does the composite's own list. */
const KEPT_CAPTIONS = 50;

/** Live captions and real-time text. */
export class SimulatedCaptions {
  private sequence = 0;

  constructor(private readonly room: Room) {}

  async start(options?: StartCaptionsAdapterOptions): Promise<void> {
    const call = this.room.requireCapability("Call.feature", "startLiveMeetingCaptions");
    const spoken = options?.spokenLanguage ?? SPOKEN_LANGUAGES[0] ?? "en-us";
    this.checkSpoken(spoken);
    if (call.captionsFeature.isCaptionsFeatureActive) return;
    this.change({ startCaptionsInProgress: true });
    await this.room.pause(500);
    this.change({
      startCaptionsInProgress: false,
      isCaptionsFeatureActive: true,
      currentSpokenLanguage: spoken,
      currentCaptionLanguage: spoken.split("-")[0] ?? "en",
    });
    this.room.events.tell("isCaptionsActiveChanged", { isActive: true });
  }

  stop(): void {
    this.room.requireCall("Call.feature");
    this.change({ isCaptionsFeatureActive: false, captions: [] });
    this.room.events.tell("isCaptionsActiveChanged", { isActive: false });
  }

  setSpokenLanguage(language: string): void {
    this.room.requireCapability("Call.feature", "setCaptionLanguage");
    this.checkSpoken(language);
    this.change({ currentSpokenLanguage: language });
    this.room.events.tell("isSpokenLanguageChanged", { activeSpokenLanguage: language });
  }

  setCaptionLanguage(language: string): void {
    this.room.requireCapability("Call.feature", "setCaptionLanguage");
    if (!CAPTION_LANGUAGES.includes(language)) {
      throw this.room.refuse("Call.feature", `Captions are not available in “${language}”.`);
    }
    this.change({ currentCaptionLanguage: language });
    this.room.events.tell("isCaptionLanguageChanged", { activeCaptionLanguage: language });
  }

  /** What is said while captions are on: first as a partial result, then whole, in the language chosen. */
  caption(person: Person, line: Line): void {
    this.room.later(PARTIAL_AFTER_MS, () => {
      this.show(person, line, "Partial");
    });
    this.room.later(FINAL_AFTER_MS, () => {
      this.show(person, line, "Final");
    });
  }

  private show(person: Person, line: Line, resultType: CaptionsInfo["resultType"]): void {
    const feature = this.room.call?.captionsFeature;
    if (feature?.isCaptionsFeatureActive !== true) return;
    const language = feature.currentCaptionLanguage;
    const text = line[language] ?? line["en"] ?? "";
    const words = text.split(" ");
    const timestamp = this.room.clock.now();
    const caption: CaptionsInfo = {
      resultType,
      speaker: { identifier: person.identifier, displayName: person.name },
      spokenLanguage: feature.currentSpokenLanguage,
      captionLanguage: language,
      captionText: resultType === "Final" ? text : words.slice(0, Math.ceil(words.length / 2)).join(" "),
      timestamp,
      lastUpdatedTimestamp: timestamp,
    };
    const kept = feature.captions.filter(
      (shown) => shown.resultType === "Final" || shown.speaker.displayName !== person.name,
    );
    this.change({ captions: [...kept, caption].slice(-KEPT_CAPTIONS) });
    this.room.events.tell("captionsReceived", { captionsInfo: caption });
  }

  /** Text typed letter by letter, seen by everyone. */
  sendRealTimeText(text: string, isFinal: boolean): void {
    this.room.requireCapability("Call.feature", "realTimeText");
    this.putRealTimeText(this.room.state.displayName ?? "You", text, isFinal, true);
  }

  receiveRealTimeText(person: Person, text: string, isFinal: boolean): void {
    this.putRealTimeText(person.name, text, isFinal, false, person);
  }

  private putRealTimeText(name: string, text: string, isFinal: boolean, isMe: boolean, person?: Person): void {
    const now = this.room.clock.now();
    const resultType = isFinal ? "Final" : "Partial";
    const sender = { identifier: person?.identifier ?? this.room.state.userId, displayName: name, endpointDetails: [] };
    const sequenceId = this.sequence;
    if (isFinal) this.sequence += 1;
    const entry = { sequenceId, sender, message: text, resultType, receivedTimestamp: now, updatedTimestamp: now, isMe } as const;
    this.room.updateCall((call) => {
      const before = call.realTimeTextFeature.realTimeTexts;
      const { myInProgress, ...others } = before;
      const inProgress = (before.currentInProgress ?? []).filter((other) => other.sender.displayName !== name);
      const mine = isMe ? (isFinal ? {} : { myInProgress: entry }) : myInProgress === undefined ? {} : { myInProgress };
      return {
        ...call,
        realTimeTextFeature: {
          isRealTimeTextFeatureActive: true,
          realTimeTexts: {
            ...others,
            ...mine,
            currentInProgress: isFinal || isMe ? inProgress : [...inProgress, entry],
            completedMessages: isFinal ? [...(before.completedMessages ?? []), entry] : (before.completedMessages ?? []),
          },
        },
      };
    });
    const told: RealTimeTextInfo = { sequenceId, sender, text, resultType, receivedTimestamp: now, updatedTimestamp: now, isLocal: isMe };
    this.room.events.tell("realTimeTextReceived", { realTimeText: told });
  }

  private checkSpoken(language: string): void {
    if (!SPOKEN_LANGUAGES.includes(language)) {
      throw this.room.refuse("Call.feature", `“${language}” is not a spoken language this meeting knows.`);
    }
  }

  private change(part: Partial<NonNullable<Room["call"]>["captionsFeature"]>): void {
    this.room.updateCall((call) => ({ ...call, captionsFeature: { ...call.captionsFeature, ...part } }));
  }
}
