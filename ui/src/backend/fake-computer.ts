import type { ThisComputer } from "../contract";

/** What the pretend till's computer does for it: everything, unless a test says otherwise. */
export class FakeComputer {
  now: ThisComputer = { startsAtLogin: false, tray: "SHOWN", clipboardKeys: "OFF" };

  startAtLogin(on: boolean): ThisComputer {
    this.now = { ...this.now, startsAtLogin: on };
    return this.now;
  }
}
