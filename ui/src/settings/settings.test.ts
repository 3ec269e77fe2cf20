import { afterEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill, practiceAccount } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import { letterKeys } from "../keys/letters.svelte";
import type { KeyState } from "../contract";

async function openSettings(backend = new FakeBackend()) {
  const opened = await openCounter(backend);
  await click("rail-settings");
  return opened;
}

afterEach(() => (letterKeys.on = true));

test.each<[KeyState, string]>([
  ["READY", "Safe in the keychain"],
  ["SESSION_ONLY", "asked for again at the next start"],
  ["MISSING", "Type it again with Replace key"],
  ["LOCKED", "Unlock it"],
  ["TIMED_OUT", "Answer it, then try again"],
  ["NO_STORE", "Install one"],
])("a key that is %s says so and what to do", async (key, words) => {
  await openSettings(new FakeBackend(fakeTill({ accounts: [fakeAccount({ key })] })));
  expect(hook("key-state")).toHaveTextContent(words);
});

test("Test connection reports in plain words", async () => {
  await openSettings();
  await click("test-connection");
  expect(hook("connection-report")).toHaveTextContent("Signed in as Marlow & Daughters Ltd.");
  expect(hook("connection-report")).toHaveTextContent("It can refund.");
});

describe("replacing the key", () => {
  test("the typed key leaves the page with the answer", async () => {
    const { backend } = await openSettings();
    await click("replace-key");
    for (const [name, text] of [["new-app-key", "a key that nobody sees"]] as const) {
      const input = hook(name) as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    await settle();
    expect(hook("new-app-key")).toHaveAttribute("type", "password");
    await click("replace-submit");
    expect(backend.called("replaceKey")).toEqual([
      { account: "account-1", appKey: "a key that nobody sees", sessionOnly: false },
    ]);
    expect(hooks("new-app-key")).toEqual([]);
  });
});

test("Forget asks first", async () => {
  const accounts = [fakeAccount(), practiceAccount()];
  const { backend } = await openSettings(new FakeBackend(fakeTill({ accounts })));
  hooks("forget-account")[1]?.click();
  await settle();
  expect(backend.called("forgetAccount")).toEqual([]);
  await click("forget-confirm");
  expect(backend.called("forgetAccount")).toEqual([{ account: "practice" }]);
  expect(hooks("account-card")).toHaveLength(1);
});

test("single letters can be switched off", async () => {
  await openSettings();
  await click("letter-keys");
  expect(letterKeys.on).toBe(false);
  await click("rail-take");
  await press("5");
  await press("c");
  await new Promise((resolve) => setTimeout(resolve, 60));
  await settle();
  expect(hook("amount")).toHaveTextContent("0.05");
});

test("Esc goes back to the till", async () => {
  const { counter } = await openSettings();
  await press("Escape");
  expect(counter.screen.name).toBe("TAKE");
});

test("the settings are free of axe findings", async () => {
  await openSettings();
  await click("connect");
  expect(await axeFindings()).toEqual([]);
  await click("forget-account");
  expect(hook("forget-dialog")).toHaveAccessibleName("Forget Global Payments · High Street?");
  expect(await axeFindings()).toEqual([]);
});
