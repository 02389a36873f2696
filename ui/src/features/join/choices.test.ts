import { beforeEach, describe, expect, it } from "vitest";
import { FIRST_CHOICES, firstChoices, rememberDevices, rememberedDevices, settled, type FoundDevice } from "./choices";

const HEADSET: FoundDevice = { kind: "microphone", id: "a1", name: "Headset" };
const DESK: FoundDevice = { kind: "microphone", id: "b2", name: "Desk microphone" };

beforeEach(() => {
  localStorage.clear();
});

describe("devices from one start to the next", () => {
  it("come back by name, muted as they were left, and never with the camera on", () => {
    rememberDevices({ ...FIRST_CHOICES, microphoneOn: false, cameraOn: true, microphone: "Headset" }, {}, [HEADSET, DESK]);
    const again = firstChoices(rememberedDevices());
    expect(again, "nobody is seen by surprise").toEqual({ ...FIRST_CHOICES, microphoneOn: false, microphone: "Headset" });
    expect(settled(again, rememberedDevices(), [HEADSET, DESK]).microphone).toBe("Headset");
  });

  it("are found again under another name by their id, and else are the system's choice", () => {
    const kept = rememberDevices({ ...FIRST_CHOICES, microphone: "Headset" }, {}, [HEADSET, DESK]);
    const choices = firstChoices(kept);
    const renamed = { ...HEADSET, name: "Headset (2- USB)" };
    expect(settled(choices, kept, [renamed, DESK]).microphone, "the same device in another socket").toBe("Headset (2- USB)");
    expect(settled(choices, kept, [DESK]).microphone, "one that is unplugged is not chosen").toBeNull();
    expect(settled(choices, kept, []).microphone, "before anybody has looked nothing is given up").toBe("Headset");
  });

  it("stay remembered while they are unplugged", () => {
    const kept = rememberDevices({ ...FIRST_CHOICES, microphone: "Headset" }, {}, [HEADSET]);
    const later = rememberDevices({ ...FIRST_CHOICES, microphone: "Headset", microphoneOn: false }, kept, [DESK]);
    expect(later.microphone).toEqual({ id: "a1", name: "Headset" });
    expect(rememberDevices(FIRST_CHOICES, later, [HEADSET]).microphone, "the system's choice forgets it").toBeUndefined();
  });

  it("take whatever else lies in the storage for nothing", () => {
    for (const odd of ["", "null", "[]", "{", '{"microphone":7,"microphoneOn":"yes"}', '{"camera":{"id":1,"name":2}}']) {
      localStorage.setItem("lectern.join.devices", odd);
      expect(firstChoices(rememberedDevices()), odd).toEqual(FIRST_CHOICES);
    }
  });
});
