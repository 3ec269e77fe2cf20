import type {
  CustomerScreen,
  DisplayChoice,
  DisplaysView,
  MonitorIdentity,
  MonitorView,
} from "../contract";

/** A monitor of the pretend till, whose left edge lies at `x`. */
export function fakeMonitor(name: string, x: number, isCounters = false): MonitorView {
  const monitor = {
    name,
    width: isCounters ? 1920 : 1280,
    height: isCounters ? 1080 : 800,
    x,
    y: 0,
  };
  return { monitor, isCounters, facesCustomer: false };
}

function isSame(one: MonitorIdentity, other: MonitorIdentity): boolean {
  return one.name === other.name && one.x === other.x;
}

/** The monitors of the pretend till: one that staff work at, and one that faces the customer. */
export class FakeDisplays {
  monitors = [fakeMonitor("Counter", 0, true), fakeMonitor("Customer", 1920)];
  choice: DisplayChoice = { kind: "FIND" };
  placesWindows = true;
  idlePicture: string | null = null;
  /** Where the customer's page is drawn, unless the monitors say otherwise. */
  lent = false;

  get #own(): MonitorView | null {
    const { choice } = this;
    if (this.lent || this.monitors.length < 2 || choice.kind === "ONE_SCREEN") return null;
    if (choice.kind === "FIND") {
      const others = this.monitors.filter(({ isCounters }) => !isCounters);
      return others.length === 1 ? (others[0] ?? null) : null;
    }
    return this.monitors.find(({ monitor }) => isSame(monitor, choice.monitor)) ?? null;
  }

  get screen(): CustomerScreen {
    if (this.lent || this.monitors.length < 2 || this.choice.kind === "ONE_SCREEN") return "SHARED";
    return this.#own ? "OWN" : "ASK";
  }

  get view(): DisplaysView {
    const own = this.#own;
    return {
      monitors: this.monitors.map((one) => ({ ...one, facesCustomer: one === own })),
      choice: this.choice,
      screen: this.screen,
      placesWindows: this.placesWindows,
      idlePicture: this.idlePicture,
    };
  }

  choose(choice: DisplayChoice): DisplaysView {
    this.choice = choice;
    return this.view;
  }

  picture(set: boolean): DisplaysView {
    this.idlePicture = set ? "picture-1" : null;
    return this.view;
  }
}
