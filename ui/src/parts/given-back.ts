import type { Attachment } from "svelte/attachments";

/**
 * Has a picture that is taken off the page give back what was decoded for it: a web view keeps that until it happens to
 * collect its garbage.
 */
export const givenBack: Attachment<HTMLImageElement> = (image) => () =>
  image.removeAttribute("src");
