import type { Backend } from "../backend/backend";
import type { CustomerScene } from "../contract";

/** What the till tells the customer's window. */
export class Scenes {
  /** What is to be drawn now; null until the till has said so. */
  now = $state.raw<CustomerScene | null>(null);

  /** Listens. Ends with the first scene: what it is spoken in is known then. Without a till there is none. */
  async listen(backend: Backend): Promise<void> {
    await new Promise<void>((begun) => {
      const draw = (scene: CustomerScene) => {
        this.now = scene;
        begun();
      };
      backend.customerDisplay(draw).catch(() => begun());
    });
  }
}
