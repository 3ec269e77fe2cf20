import { expect, test, vi } from "vitest";
import { Sounds } from "./sounds";

/** What an audio device was told, tone by tone. */
type Played = { hertz: number; begins: number; ends: number; loudest: number };

/** A made-up audio device: jsdom has none. */
function device(state: AudioContextState = "running") {
  const played: Played[] = [];
  vi.stubGlobal(
    "OscillatorNode",
    class {
      readonly #played: Played;
      constructor(_: unknown, { frequency }: { frequency: number }) {
        this.#played = { hertz: frequency, begins: 0, ends: 0, loudest: 0 };
        played.push(this.#played);
      }
      connect<Node>(node: Node): Node {
        return node;
      }
      start(at: number) {
        this.#played.begins = at;
      }
      stop(at: number) {
        this.#played.ends = at;
      }
    },
  );
  vi.stubGlobal(
    "GainNode",
    class {
      readonly gain = {
        setValueAtTime: () => undefined,
        linearRampToValueAtTime(value: number) {
          const last = played.at(-1);
          if (last) last.loudest = Math.max(last.loudest, value);
        },
      };
      connect() {}
    },
  );
  const context = { state, currentTime: 10, destination: {}, resume: () => Promise.resolve() };
  return { played, open: () => context as unknown as AudioContext };
}

async function heard(news: "PAID" | "ATTENTION", volume = 100): Promise<Played[]> {
  const { played, open } = device();
  expect(await new Sounds(open).play(news, volume)).toBe(true);
  return played;
}

test("money rises, and what asks for a look stays low: nobody takes one for the other", async () => {
  const paid = (await heard("PAID")).map(({ hertz }) => hertz);
  expect(paid).toEqual([...paid].sort((one, other) => one - other));
  expect(new Set(paid).size).toBe(3);
  const attention = (await heard("ATTENTION")).map(({ hertz }) => hertz);
  expect(new Set(attention).size).toBe(1);
  expect(Math.max(...attention)).toBeLessThan(Math.min(...paid) / 2);
});

test("each tone begins now or later, and ends", async () => {
  for (const { begins, ends } of [...(await heard("PAID")), ...(await heard("ATTENTION"))]) {
    expect(begins).toBeGreaterThanOrEqual(10);
    expect(ends).toBeGreaterThan(begins);
    expect(ends).toBeLessThan(11);
  }
});

test("the volume is obeyed", async () => {
  const loud = (await heard("PAID", 100))[0]?.loudest ?? 0;
  const quiet = (await heard("PAID", 10))[0]?.loudest ?? 0;
  expect(loud).toBeLessThanOrEqual(1);
  expect(quiet).toBeCloseTo(loud / 10);
});

test("a computer that plays nothing says so", async () => {
  const { played, open } = device("suspended");
  expect(await new Sounds(open).play("PAID", 70)).toBe(false);
  expect(played).toEqual([]);
  const none = () => {
    throw new Error("no audio device");
  };
  expect(await new Sounds(none).play("PAID", 70)).toBe(false);
});
