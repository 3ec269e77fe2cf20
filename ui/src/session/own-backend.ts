import type { Backend } from "../backend/backend";
import type { TillError } from "../contract";

/** They answer at once, and ask nothing of the till. */
const ADDRESSES: Record<Extract<keyof Backend, `${string}Address`>, true> = {
  idlePictureAddress: true,
  pictureAddress: true,
  qrAddress: true,
  slipAddress: true,
};

/**
 * The till for one person. Work of theirs may go on after they have left: its next call would be
 * made in the name of whoever is at the till by then, so it is refused as at a locked till.
 */
export function ownBackend(backend: Backend, isThere: () => boolean): Backend {
  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function" || Object.hasOwn(ADDRESSES, name)) return member;
      return (...args: unknown[]) =>
        isThere()
          ? Reflect.apply(member, target, args)
          : Promise.reject({ code: "TILL_LOCKED" } satisfies TillError);
    },
  });
}
