import { speakFully } from "../language/messages";
import type { Component } from "svelte";

/** A part of the page whose code is fetched when it is first wanted, so that the till is there sooner. */
export class Lazily<Props extends Record<string, unknown>> {
  /** The part, once it is there. */
  #part = $state.raw<Component<Props> | null>(null);
  #failed = $state(false);
  #coming: Promise<void> | null = null;
  readonly #fetch: () => Promise<{ default: Component<Props> }>;

  constructor(fetch: () => Promise<{ default: Component<Props> }>) {
    this.#fetch = fetch;
  }

  get part(): Component<Props> | null {
    return this.#part;
  }

  /** True where its code could not be read: the program on disk is damaged. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Fetches it, once; one that could not be read is tried again. */
  fetch(): Promise<void> {
    // Its words come before it: it may take hold of them as soon as it is there.
    this.#coming ??= speakFully()
      .then(this.#fetch)
      .then(
        (module) => {
          this.#part = module.default;
          this.#failed = false;
        },
        () => {
          this.#failed = true;
          this.#coming = null;
        },
      );
    return this.#coming;
  }
}
