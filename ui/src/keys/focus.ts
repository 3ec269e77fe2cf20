const TYPED = new Set(["text", "search", "password", "email", "tel", "url", "number", "date"]);

/** Whether keys that are pressed now belong to a field. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TYPED.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether Enter and Space already mean something to the element. */
export function answersEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a[href], summary, input") !== null;
}

/** Whether a dialog waits for an answer. */
export function hasOpenDialog(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** Whether a field holds words that somebody wrote. */
export function hasWrittenField(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "input, textarea",
  );
  return [...fields].some((field) => isTextField(field) && field.value !== "");
}

/** Whether a key should be left alone: a shortcut of the system, a field, an open dialog. */
export function isElsewhere(event: KeyboardEvent): boolean {
  return (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    isTextField(event.target) ||
    hasOpenDialog()
  );
}
