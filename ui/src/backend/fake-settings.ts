import type { Look, TillSettings } from "../contract";

/** How the pretend till looks, speaks and sounds. */
export class FakeSettings {
  now: TillSettings = {
    language: null,
    customerLanguage: null,
    theme: "SYSTEM",
    timeZone: null,
    dayEndsAt: 0,
    counterPayableFor: 900,
    sentPayableFor: 864_000,
    paidScreenFor: 10,
    sounds: { paid: false, attention: false, volume: 70 },
    notifications: true,
    tray: true,
    clipboardKeys: null,
    display: { kind: "FIND" },
  };

  get look(): Look {
    const { language, theme, timeZone, dayEndsAt } = this.now;
    return { language, theme, timeZone, dayEndsAt };
  }

  /** Where the customer's page is drawn is changed by another command. */
  change(settings: TillSettings): TillSettings {
    this.now = { ...settings, display: this.now.display };
    return this.now;
  }
}
