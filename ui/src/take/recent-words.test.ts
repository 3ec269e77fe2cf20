import { expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeSale, fakeTill } from "../backend/fake-data";
import { axeFindings, fill, hook, hooks, openCounter, press, settle } from "../testing";

async function opened() {
  const sales = ["Blue jacket", "Red jacket", "Tea"].map((whatFor, number) =>
    fakeSale({ id: `sale-${number}`, whatFor }),
  );
  const { backend, counter } = await openCounter(new FakeBackend(fakeTill(), sales));
  hook("what-for").focus();
  await settle();
  return { backend, counter };
}

function listed(): (string | undefined)[] {
  return hooks("recent-words").flatMap((list) =>
    [...list.querySelectorAll("li")].map(({ textContent }) => textContent?.trim()),
  );
}

function typed() {
  return hook("what-for") as HTMLInputElement;
}

test("what was sold lately stands under the field, and what is typed narrows it", async () => {
  await opened();
  expect(listed()).toEqual(["Blue jacket", "Red jacket", "Tea"]);
  expect(typed()).toHaveAttribute("aria-expanded", "true");
  await fill("what-for", "JACK");
  expect(listed()).toEqual(["Blue jacket", "Red jacket"]);
  await fill("what-for", "tea");
  expect(listed(), "what stands there needs no offer").toEqual([]);
  expect(await axeFindings()).toEqual([]);
});

test("arrows reach one, Enter takes it, and makes no link", async () => {
  const { backend } = await opened();
  await press("ArrowDown", 120, typed());
  await press("ArrowDown", 120, typed());
  const reached = document.querySelector('[aria-selected="true"]');
  expect(reached).toHaveTextContent("Red jacket");
  expect(typed()).toHaveAttribute("aria-activedescendant", reached?.id);
  expect(await axeFindings()).toEqual([]);
  const enter = await press("Enter", 120, typed());
  expect(enter.defaultPrevented).toBe(true);
  expect(typed().value).toBe("Red jacket");
  expect(listed()).toEqual([]);
  expect(backend.called("createLink")).toEqual([]);
});

test("Esc closes the list and nothing else; a touch takes one", async () => {
  await opened();
  await press("Escape", 120, typed());
  expect(listed()).toEqual([]);
  expect(document.activeElement).toBe(typed());
  await press("ArrowDown", 120, typed());
  hook("recent-words").querySelector("li")?.click();
  await settle();
  expect(typed().value).toBe("Blue jacket");
});

test("where nothing was sold or the book cannot be read there is no list", async () => {
  const { backend } = await openCounter(new FakeBackend(fakeTill()));
  hook("what-for").focus();
  await settle();
  expect(listed()).toEqual([]);
  backend.fail("recentWords", { code: "UNKNOWN_ERROR" });
  hook("what-for").blur();
  hook("what-for").focus();
  await settle();
  expect(listed()).toEqual([]);
});
