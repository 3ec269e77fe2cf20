import type { Commands, CustomerScene, Paper, TillEvent } from "../contract";

/** The commands that answer once; the others speak through a channel. */
export type AskedOnce = Omit<Commands, "watch_till" | "customer_display">;

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

type Calls = {
  [Name in keyof AskedOnce as Camel<Name>]: keyof AskedOnce[Name]["takes"] extends never
    ? () => Promise<AskedOnce[Name]["gives"]>
    : (args: AskedOnce[Name]["takes"]) => Promise<AskedOnce[Name]["gives"]>;
};

/**
 * The till as the pages see it: one method for each command.
 * A call that fails rejects with a `TillError`.
 */
export interface Backend extends Calls {
  /** Tells the counter page what happens, as it happens. */
  watchTill(listener: (event: TillEvent) => void): Promise<void>;
  /** Tells the customer page what to draw, and how. The customer window may call nothing else. */
  customerDisplay(listener: (scene: CustomerScene) => void): Promise<void>;
  /**
   * Where the picture of a link's code lies. Its side is the largest whole multiple of a module
   * that fits into `devicePixels`.
   */
  qrAddress(link: string, devicePixels: number): string;
  /** Where the picture of a link's slip lies, in the paper's real size. */
  slipAddress(link: string, paper: Paper): string;
  /** Where the picture lies that customers see while there is nothing to pay. */
  idlePictureAddress(picture: string): string;
  /** Where the picture of a product lies. Another picture of it has another name, and so another address. */
  pictureAddress(product: string, picture: string): string;
}
