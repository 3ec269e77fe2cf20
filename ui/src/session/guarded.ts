import { asError, hasCode } from "../words/errors";
import type { Backend } from "../backend/backend";

/**
 * The same till, with somebody who is told whenever a call is refused because it is locked. The
 * caller gets the refusal, too.
 */
export function guarded(backend: Backend, locked: () => void): Backend {
  function noticed(cause: unknown): never {
    if (hasCode(asError(cause), "TILL_LOCKED")) locked();
    throw cause;
  }
  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        const answer: unknown = Reflect.apply(member, target, args);
        return answer instanceof Promise ? answer.catch(noticed) : answer;
      };
    },
  });
}
