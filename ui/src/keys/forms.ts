import { tick } from "svelte";
import { on } from "svelte/events";
import { isTextField } from "./focus";
import type { Attachment } from "svelte/attachments";

/** Keys of a form or of what stands for one, heard before the keys of the screen around it. */
export function formKeys(onkeydown: (event: KeyboardEvent) => void): Attachment<HTMLElement> {
  return (form) => on(form, "keydown", onkeydown);
}

/** Esc in a form: first out of the field, then out of the form, which takes the focus for that. */
export function stepsOut(close: () => void): Attachment<HTMLElement> {
  return (form) => {
    form.tabIndex = -1;
    return on(form, "keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      if (isTextField(event.target)) form.focus();
      else close();
    });
  };
}

/** Brings whoever types to the first field that something is wrong with. */
export async function focusFirstWrong(form: HTMLElement | undefined): Promise<void> {
  await tick();
  const wrong = form?.querySelector<HTMLElement>("[aria-invalid]");
  // A group of choices takes no focus itself: its first choice does.
  const choice = wrong?.matches("fieldset") ? wrong.querySelector("input") : null;
  (choice ?? wrong)?.focus();
}
