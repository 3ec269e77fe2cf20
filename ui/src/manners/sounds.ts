import type { News } from "../contract";

/** One tone of a sound: its pitch, when it begins and how long it lasts. */
type Tone = { hertz: number; at: number; seconds: number };

/** Up for money, low and level for everything else: nobody takes one for the other. */
const TONES: Record<News, { wave: OscillatorType; tones: readonly Tone[] }> = {
  PAID: {
    wave: "sine",
    tones: [
      { hertz: 659.25, at: 0, seconds: 0.16 },
      { hertz: 783.99, at: 0.14, seconds: 0.16 },
      { hertz: 1046.5, at: 0.28, seconds: 0.42 },
    ],
  },
  ATTENTION: {
    wave: "triangle",
    tones: [
      { hertz: 233.08, at: 0, seconds: 0.22 },
      { hertz: 233.08, at: 0.34, seconds: 0.22 },
    ],
  },
};

/** How loud the loudest is, so that no tone is distorted. */
const LOUDEST = 0.5;
/** A tone swells and fades over this time, seconds: without it, it clicks. */
const SWELL = 0.015;

/** Plays the till's sounds. They are made here, tone by tone: no file is loaded. */
export class Sounds {
  #audio: AudioContext | null = null;
  readonly #open: () => AudioContext;

  constructor(open: () => AudioContext = () => new AudioContext()) {
    this.#open = open;
  }

  /** Plays one, `volume` 1 to 100. False where this computer plays nothing. */
  async play(sound: News, volume: number): Promise<boolean> {
    try {
      const audio = (this.#audio ??= this.#open());
      await audio.resume();
      if (audio.state !== "running") return false;
      const { wave, tones } = TONES[sound];
      for (const tone of tones) this.#tone(audio, wave, tone, (volume / 100) * LOUDEST);
      return true;
    } catch {
      return false;
    }
  }

  #tone(audio: AudioContext, wave: OscillatorType, { hertz, at, seconds }: Tone, loud: number) {
    const begins = audio.currentTime + at;
    const ends = begins + seconds;
    const oscillator = new OscillatorNode(audio, { type: wave, frequency: hertz });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, begins);
    gain.gain.linearRampToValueAtTime(loud, begins + SWELL);
    gain.gain.setValueAtTime(loud, ends - SWELL);
    gain.gain.linearRampToValueAtTime(0, ends);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(begins);
    oscillator.stop(ends);
  }
}

/** The sounds of this window. */
export const sounds = new Sounds();
