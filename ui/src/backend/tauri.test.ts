import { beforeEach, expect, test, vi } from "vitest";
import type { TillEvent } from "../contract";

const invoke = vi.fn();
vi.mock("@tauri-apps/api/core", () => ({
  invoke,
  convertFileSrc: (path: string, protocol: string) =>
    `${protocol}://localhost/${encodeURIComponent(path)}`,
  Channel: class {
    onmessage: ((message: unknown) => void) | undefined;
  },
}));
const { tauriBackend } = await import("./tauri");

beforeEach(() => {
  invoke.mockReset();
});

test("a call carries the command's name and its arguments", async () => {
  invoke.mockResolvedValue({ id: "sale-1" });
  expect(await tauriBackend.linkStatus({ sale: "sale-1" })).toEqual({ id: "sale-1" });
  expect(invoke).toHaveBeenCalledWith("link_status", { sale: "sale-1" });
});

test("an error of the till comes through as it is", async () => {
  invoke.mockRejectedValue({ code: "NOT_SENT", fault: "DNS" });
  await expect(tauriBackend.tillState()).rejects.toEqual({ code: "NOT_SENT", fault: "DNS" });
});

test("what the shell says in text becomes an error that has words", async () => {
  invoke.mockRejectedValue("Command till_state not allowed by ACL");
  await expect(tauriBackend.tillState()).rejects.toEqual({ code: "UNKNOWN_ERROR" });
});

test("events arrive through the channel of the command", async () => {
  invoke.mockResolvedValue(null);
  const heard: TillEvent[] = [];
  await tauriBackend.watchTill((event) => heard.push(event));
  const [name, args] = invoke.mock.calls[0] as [
    string,
    { events: { onmessage: (m: unknown) => void } },
  ];
  args.events.onmessage({ kind: "TILL" });
  expect(name).toBe("watch_till");
  expect(heard).toEqual([{ kind: "TILL" }]);
});

test("a code is asked for with the pixels it may fill", () => {
  expect(tauriBackend.qrAddress("link-1", 640)).toBe("qr://localhost/link-1?px=640");
  expect(tauriBackend.slipAddress("link-1", "A4")).toBe("slip://localhost/link-1?paper=A4");
});

test("a picture is asked for by its product, and by its own name", () => {
  const address = tauriBackend.pictureAddress("product-1", "picture-2");
  expect(address).toBe("product://localhost/product-1?v=picture-2");
});
