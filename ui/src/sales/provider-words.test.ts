import { expect, test } from "vitest";
import { render } from "@testing-library/svelte";
import ProviderWords from "./ProviderWords.svelte";
import { FakeBackend } from "../backend/fake";
import { fakeSale } from "../backend/fake-data";
import { hooks } from "../testing";

test("a link that the provider knows by our reference is named twice", () => {
  const sale = fakeSale({
    ids: [
      { kind: "SALE", id: "sale-1" },
      { kind: "REFERENCE", id: "INV-1043-5f2c9a1b7e" },
      { kind: "LINK", id: "INV-1043-5f2c9a1b7e" },
    ],
  });
  render(ProviderWords, { props: { backend: new FakeBackend(), sale } });
  const ids = hooks("copy-id").map((button) => button.dataset["id"]);
  expect(ids).toEqual(["sale-1", "INV-1043-5f2c9a1b7e", "INV-1043-5f2c9a1b7e"]);
});
