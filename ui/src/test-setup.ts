import "@testing-library/jest-dom/vitest";
import { speak, speakFully } from "./language/messages";

await speak("en");
await speakFully();

// Both pages say so in their HTML.
document.documentElement.lang = "en";
document.title = "Tillside";

// The parts of a web view that jsdom lacks and the pages rely on.
class Sized {
  readonly #report: ResizeObserverCallback;
  constructor(report: ResizeObserverCallback) {
    this.#report = report;
  }
  observe(element: Element) {
    Object.defineProperty(element, "clientWidth", { configurable: true, value: 400 });
    const entry = { target: element, contentRect: { width: 400 } } as unknown;
    this.#report([entry as ResizeObserverEntry], this);
  }
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = Sized;
globalThis.matchMedia = (media) =>
  Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
Element.prototype.scrollIntoView = () => undefined;
const openers = new WeakMap<HTMLDialogElement, Element | null>();
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
  openers.set(this, document.activeElement);
};
HTMLDialogElement.prototype.close = function () {
  this.open = false;
  const opener = openers.get(this);
  if (opener instanceof HTMLElement) opener.focus();
  this.dispatchEvent(new Event("close"));
};
