import { expect, test } from "vitest";
import { render, screen } from "@testing-library/svelte";
import CustomerDisplay from "../customer/CustomerDisplay.svelte";
import { FakeBackend } from "../backend/fake";
import { Scenes } from "../customer/scenes.svelte";
import { axeFindings, hook, openWindow } from "../testing";

test("a till that can't be shown has a heading, and no axe findings", async () => {
  const backend = new FakeBackend();
  backend.fail("session", { code: "LEDGER_DAMAGED" });
  await openWindow(backend);
  expect(hook("trouble")).toContainElement(screen.getByRole("heading", { level: 1 }));
  expect(await axeFindings()).toEqual([]);
});

test("so has the customer display of such a till", async () => {
  render(CustomerDisplay, { props: { backend: new FakeBackend(), scenes: new Scenes() } });
  expect(hook("customer")).toContainElement(screen.getByRole("heading", { level: 1 }));
  expect(await axeFindings()).toEqual([]);
});
