import { FluentProvider } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loudness, MicrophoneLevel } from "./MicrophoneLevel";
import { SpeakerTest, tone } from "./SpeakerTest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  Reflect.deleteProperty(navigator, "mediaDevices");
});

function listening(getUserMedia: () => Promise<unknown>): void {
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia }, configurable: true });
}

/** A microphone that hears a steady sound of this height, and keeps account of being let go. */
function microphone(height: number): { stop: ReturnType<typeof vi.fn> } {
  const stop = vi.fn();
  vi.stubGlobal("AudioContext", class {
    createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(height) });
    createMediaStreamSource = () => ({ connect: () => undefined });
    resume = () => Promise.resolve();
    close = () => Promise.resolve();
  });
  listening(() => Promise.resolve({ getTracks: () => [{ stop }] }));
  return { stop };
}

describe("the microphone's level", () => {
  it("goes from silence to loud as ears hear it", () => {
    const of = (height: number): number => loudness(new Float32Array(64).fill(height));
    expect(of(0), "silence is nothing, not a number gone wrong").toBe(0);
    expect(of(1)).toBe(1);
    expect(of(0.01)).toBeGreaterThan(of(0.002));
    expect(of(0.05), "talking moves the bar well").toBeGreaterThan(0.4);
  });

  it("is told in words as well, and the microphone is let go with the page", async () => {
    const { stop } = microphone(0.1);
    const opened = vi.fn();
    const { unmount } = render(<FluentProvider><MicrophoneLevel name={null} found={[]} onOpened={opened} /></FluentProvider>);
    const meter = await screen.findByRole("meter", { name: "Microphone level" });
    await vi.waitFor(() => { expect(meter).toHaveAttribute("aria-valuetext", "good"); });
    expect(opened, "with permission come the devices' names").toHaveBeenCalledOnce();
    unmount();
    expect(stop, "a light that stays on after the page is gone frightens people").toHaveBeenCalledOnce();
  });

  it("says why nothing is heard", async () => {
    listening(() => Promise.reject(new DOMException("", "NotAllowedError")));
    render(<FluentProvider><MicrophoneLevel name={null} found={[]} onOpened={() => undefined} /></FluentProvider>);
    expect(await screen.findByText(/The microphone is blocked/)).toBeInTheDocument();
  });
});

/** jsdom's blobs cannot be read otherwise. */
function read(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => { resolve(reader.result as ArrayBuffer); };
    reader.onerror = () => { reject(new Error("unreadable")); };
    reader.readAsArrayBuffer(blob);
  });
}

describe("the speaker's test", () => {
  it("is a WAV file of our own", async () => {
    const bytes = new DataView(await read(tone()));
    expect(String.fromCharCode(...[0, 1, 2, 3].map((at) => bytes.getUint8(at)))).toBe("RIFF");
    expect(bytes.getUint32(4, true), "a wrong length makes players refuse it").toBe(bytes.byteLength - 8);
    expect(bytes.getUint32(40, true)).toBe(bytes.byteLength - 44);
  });

  it("plays through the chosen speaker, and says what to do when nothing is heard", async () => {
    const sinks: string[] = [];
    vi.stubGlobal("Audio", class extends EventTarget {
      setSinkId = (id: string) => { sinks.push(id); return Promise.resolve(); };
      play = () => { setTimeout(() => this.dispatchEvent(new Event("ended")), 0); return Promise.resolve(); };
      pause = () => undefined;
    });
    URL.createObjectURL = () => "blob:tone";
    URL.revokeObjectURL = () => undefined;
    const user = userEvent.setup();
    render(<FluentProvider><SpeakerTest name="Headset" found={[{ kind: "speaker", id: "s1", name: "Headset" }]} simulated={false} /></FluentProvider>);
    await user.click(screen.getByRole("button", { name: "Test speaker" }));
    expect(await screen.findByText(/Nothing heard/)).toBeInTheDocument();
    expect(sinks, "the speaker under test is the one that was chosen").toEqual(["s1"]);
  });

  it("says when the speaker can't be used", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    vi.stubGlobal("Audio", class extends EventTarget {
      play = () => Promise.reject(new DOMException("", "NotSupportedError"));
      pause = () => undefined;
    });
    URL.createObjectURL = () => "blob:tone";
    URL.revokeObjectURL = () => undefined;
    const user = userEvent.setup();
    render(<FluentProvider><SpeakerTest name={null} found={[]} simulated={false} /></FluentProvider>);
    await user.click(screen.getByRole("button", { name: "Test speaker" }));
    expect(await screen.findByText(/couldn’t be used/)).toBeInTheDocument();
  });
});
