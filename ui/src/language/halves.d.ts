/** Half of a language's words, as `words-in-two.ts` parts them. */
declare module "*.js?first" {
  const words: Partial<typeof import("../paraglide/messages/_index")>;
  export = words;
}

declare module "*.js?later" {
  const words: Partial<typeof import("../paraglide/messages/_index")>;
  export = words;
}
