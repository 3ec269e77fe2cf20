import { computersLanguage } from "../language/languages";
import { speak } from "../language/messages";
import { tauriBackend } from "./tauri";
import type { Backend } from "./backend";

/** The real till; without a shell around the page, in development only, a pretend one. */
export async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.DEV || import.meta.env.MODE === "fake") {
    if (!("__TAURI_INTERNALS__" in window)) {
      // Its sales are written in the words of a language.
      await speak(computersLanguage());
      const { fakeFor } = await import("./fake-scenes");
      return fakeFor(new URLSearchParams(location.search).get("fake") ?? "first-start");
    }
  }
  return tauriBackend;
}
