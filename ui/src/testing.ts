import axe from "axe-core";
import { render } from "@testing-library/svelte";
import { tick } from "svelte";
import CounterWindow from "./session/CounterWindow.svelte";
import { fetchScreens } from "./counter/screens";
import { TillWindow } from "./session/till-window.svelte";
import { FakeBackend } from "./backend/fake";
import type { SectionId } from "./settings/sections";

// The code of every screen is there before a test begins: what it waits for then is the till.
await fetchScreens();

/** Finds by the hook that the window test uses too. */
export function hook(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-test="${name}"]`);
  if (!found) throw new Error(`nothing has data-test="${name}"`);
  return found;
}

export function hooks(name: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-test="${name}"]`)];
}

/** Lets every answered call and every redraw happen. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 60; round += 1) await Promise.resolve();
  await tick();
}

let clock = 1000;

/** Presses a key, so many milliseconds after the one before it: a person's pace unless told. */
export async function press(key: string, after = 120, target: Element = document.body) {
  clock += after;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: clock });
  target.dispatchEvent(event);
  await settle();
  return event;
}

export async function typeKeys(keys: string, after = 120, target: Element = document.body) {
  for (const key of keys) await press(key, after, target);
}

export async function click(name: string) {
  hook(name).click();
  await settle();
}

/** Opens a part of the settings. */
export async function openPart(part: SectionId) {
  await click("rail-settings");
  await click(`part-${part}`);
}

/** Writes a text into a field, as a person or a tool does. */
export async function fill(name: string, text: string) {
  const field = hook(name) as HTMLInputElement | HTMLTextAreaElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
}

/** Chooses in a list. */
export async function select(name: string, value: string) {
  const list = hook(name) as HTMLSelectElement;
  list.value = value;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  await settle();
}

/** The counter window over a pretend till. */
export async function openWindow(backend = new FakeBackend()) {
  const till = new TillWindow(backend);
  render(CounterWindow, { props: { till } });
  await settle();
  return { backend, till };
}

/** The counter page over a pretend till that is not locked, ready to use. */
export async function openCounter(backend = new FakeBackend()) {
  const { till } = await openWindow(backend);
  if (!till.counter) throw new Error("the till is locked, or did not start");
  return { backend, counter: till.counter, till };
}

/** What axe finds wrong on the page; colours are checked over the tokens, jsdom paints nothing. */
export async function axeFindings(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    rules: { "color-contrast": { enabled: false }, "page-has-heading-one": { enabled: true } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
