import type { Backend } from "./backend";
import type { TillError } from "../contract";

type Call = { name: keyof Backend; args: unknown };

/** What was asked of a pretend till, and what a test has it answer instead of the usual. */
export class FakeCalls {
  /** Every call, in the order it came. */
  readonly calls: Call[] = [];
  readonly #answers = new Map<keyof Backend, () => Promise<unknown>>();

  /** The next calls of this name end like that. */
  answer<Name extends keyof Backend>(name: Name, how: () => Promise<unknown>): void {
    this.#answers.set(name, how);
  }

  fail(name: keyof Backend, error: TillError): void {
    this.answer(name, () => Promise.reject(error));
  }

  behave(name: keyof Backend): void {
    this.#answers.delete(name);
  }

  /** What each call of this name was given. */
  called<Name extends keyof Backend>(name: Name): Parameters<Backend[Name]>[0][] {
    return this.calls
      .filter((call) => call.name === name)
      .map(({ args }) => args as Parameters<Backend[Name]>[0]);
  }

  protected async call<Answer>(
    name: keyof Backend,
    args: unknown,
    work: () => Answer,
  ): Promise<Answer> {
    this.calls.push({ name, args });
    const instead = this.#answers.get(name);
    if (instead) return (await instead()) as Answer;
    return work();
  }
}
