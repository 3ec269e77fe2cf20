import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** A system that is dark, or not, and can change. */
function system(dark: boolean) {
  const media = Object.assign(new EventTarget(), { matches: dark });
  vi.stubGlobal("matchMedia", () => media);
  return (matches: boolean) => {
    media.matches = matches;
    media.dispatchEvent(new Event("change"));
  };
}

async function begun() {
  const theme = await import("./theme");
  theme.beginTheme();
  return theme;
}

const worn = () => document.documentElement.dataset["theme"];

test("a new till is as its system is, also when that changes", async () => {
  const turn = system(true);
  await begun();
  expect(worn()).toBe("dark");
  turn(false);
  expect(worn()).toBe("light");
});

test("what the owner chose stands against the system", async () => {
  const turn = system(false);
  const { wear } = await begun();
  wear("DARK");
  expect(worn()).toBe("dark");
  turn(true);
  wear("LIGHT");
  expect(worn()).toBe("light");
  turn(false);
  turn(true);
  expect(worn()).toBe("light");
});

test("a start looks as the last one did; what is stored by hand counts for nothing", async () => {
  system(false);
  localStorage.setItem("tillside.theme", "DARK");
  await begun();
  expect(worn()).toBe("dark");
  vi.resetModules();
  localStorage.setItem("tillside.theme", "PINK");
  await begun();
  expect(worn()).toBe("light");
});
