import { expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle, typeKeys } from "../testing";
import type { TillState } from "../contract";

const SECOND = { ...fakeAccount(), id: "account-2", name: "Market stall" };

async function opened(accounts = [fakeAccount(), SECOND]) {
  return openCounter(new FakeBackend(fakeTill({ accounts })));
}

test("several accounts stand side by side, and the one in use is told", async () => {
  await opened();
  expect(hook("account-chip-account-1")).toHaveAttribute("aria-pressed", "true");
  expect(hook("account-chip-account-2")).toHaveAttribute("aria-pressed", "false");
  expect(hook("account-chip-account-2")).toHaveTextContent("Market stall");
  expect(await axeFindings()).toEqual([]);
});

test("the chosen one takes the next sale, and what was typed stays", async () => {
  const { backend } = await opened();
  await typeKeys("500");
  await click("account-chip-account-2");
  expect(backend.called("chooseAccount")).toEqual([{ account: "account-2" }]);
  expect(hook("account-chip-account-2")).toHaveAttribute("aria-pressed", "true");
  await press("Enter");
  expect(backend.called("createLink")).toMatchObject([
    { form: { account: "account-2", amountMinor: "500" } },
  ]);
});

test("no link is made at the old account while the other one is being chosen", async () => {
  const { backend } = await opened();
  await typeKeys("500");
  let chosen: (till: TillState) => void = () => undefined;
  backend.answer("chooseAccount", () => new Promise((resolve) => (chosen = resolve)));
  await click("account-chip-account-2");
  await press("Enter");
  expect(backend.called("createLink")).toEqual([]);
  chosen({ ...backend.state, activeAccount: "account-2" });
  await settle();
  await press("Enter");
  expect(backend.called("createLink")).toMatchObject([{ form: { account: "account-2" } }]);
});

test("one account needs no choice, and no other environment is offered", async () => {
  await opened([fakeAccount(), { ...SECOND, environment: "PRACTICE" }]);
  expect(hooks("account-chips")).toEqual([]);
});

test("an account that cannot be chosen says why, and the old one stays", async () => {
  const { backend } = await opened();
  backend.fail("chooseAccount", { code: "UNKNOWN_ERROR" });
  await click("account-chip-account-2");
  expect(hook("account-chips-problem")).toHaveAttribute("data-code", "UNKNOWN_ERROR");
  expect(hook("account-chip-account-1")).toHaveAttribute("aria-pressed", "true");
});
