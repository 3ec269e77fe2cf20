import { mount } from "svelte";
import CounterWindow from "./CounterWindow.svelte";
import { TillWindow } from "./till-window.svelte";
import type { Backend } from "../backend/backend";

/** Draws the counter window. The words of the interface are there already. */
export function mountCounter(target: Element, backend: Backend): void {
  mount(CounterWindow, { target, props: { till: new TillWindow(backend) } });
}
